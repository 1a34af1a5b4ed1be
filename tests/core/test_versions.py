"""A form that knows from which values it was made."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from krachtwijken.core.versions import (
    ChangedMeanwhileError,
    VersionedForm,
    changed_since,
    mark_of_values,
    refuse_stale,
    refuse_unread,
)

BEFORE = {"ring": "openbaar", "days": 2, "until": None, "levels": ["a", "b"]}


def test_same_values_in_another_order_and_way_of_writing_are_no_change() -> None:
    mark = mark_of_values(BEFORE)
    assert changed_since(mark, {"levels": ["b", "a"], "until": "", "days": "2", "ring": "openbaar"}) == []


@pytest.mark.parametrize(
    ("name", "value"), [("ring", "alleen_loket"), ("days", 0), ("until", date(2030, 1, 1)), ("levels", ["a"])]
)
def test_every_kind_of_value_shows_its_change(name: str, value: object) -> None:
    assert changed_since(mark_of_values(BEFORE), {**BEFORE, name: value}) == [name]


def test_refused_only_where_it_would_put_back_what_changed() -> None:
    seen, now = mark_of_values(BEFORE), {**BEFORE, "ring": "alleen_loket"}
    with pytest.raises(ChangedMeanwhileError) as caught:
        refuse_stale(seen=seen, now=now, wanted={**BEFORE, "days": 5})
    assert caught.value.fields == ("ring",)
    refuse_stale(seen=seen, now=now, wanted={**now, "days": 5})
    refuse_stale(seen=caught.value.mark, now=now, wanted=BEFORE)
    refuse_stale(seen="", now=now, wanted=BEFORE)
    refuse_stale(seen="ring~.~~..\x00", now=now, wanted=now)


class _Form(VersionedForm):
    ring = forms.CharField(label="Wie het ziet")


def test_message_names_the_field_and_keeps_what_was_typed() -> None:
    form = _Form(QueryDict("ring=openbaar&versie=oud"))
    assert form.is_valid()
    form.tell_changed(ChangedMeanwhileError(["ring"], "nieuw"), {"ring": "Alleen het loket"})
    text = form.non_field_errors().as_text()
    assert "Wie het ziet is nu: Alleen het loket" in text
    assert form["ring"].value() == "openbaar"
    assert form["versie"].value() == "nieuw"


def test_fresh_form_holds_the_mark_of_now() -> None:
    form = _Form()
    form.show_version({"ring": "openbaar"})
    assert form["versie"].value() == mark_of_values({"ring": "openbaar"})


@pytest.mark.parametrize("seen", ["", "ring~.~~", mark_of_values({"ring": "openbaar"})])
def test_yes_without_the_mark_of_exactly_these_values_is_refused(seen: str) -> None:
    with pytest.raises(ChangedMeanwhileError):
        refuse_unread(seen=seen, now=BEFORE)
    refuse_unread(seen=mark_of_values(BEFORE), now=BEFORE)


def test_label_that_is_a_question_stands_in_the_sentence_without_its_mark() -> None:
    class AskingForm(VersionedForm):
        when = forms.CharField(label="Hoe laat?", required=False)

    form = AskingForm({"when": "9"})
    form.tell_changed(ChangedMeanwhileError(["when"], "nieuw"), {"when": "14:00 uur"})
    text = str(form.non_field_errors())
    assert "door iemand anders: Hoe laat. Wij" in text
    assert "Hoe laat is nu: 14:00 uur. " in text
