"""Personal data of residents is refused by every field for free text, however it was typed (bar S18)."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import get_resolver

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.privacy import find_personal_data
from tests.core.personal_data import PASSES, REFUSED

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_personal_data_is_found_however_it_was_typed(kind: str, text: str) -> None:
    assert kind in {finding.kind for finding in find_personal_data(text)}


@pytest.mark.parametrize("text", PASSES)
def test_text_that_only_looks_like_personal_data_passes(text: str) -> None:
    assert find_personal_data(text) == []


def real_texts() -> Iterator[str]:
    for file in sorted(GOLDEN.rglob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from (value for value in row.values() if isinstance(value, str) and " " in value)


def test_no_real_problem_text_is_refused() -> None:
    texts = list(real_texts())
    assert len(texts) > 150
    assert [text for text in texts if find_personal_data(text)] == []


def forms_below(kind: type) -> Iterator[type]:
    for form in kind.__subclasses__():
        yield form
        yield from forms_below(form)


def free_fields() -> dict[str, FreeTextField]:
    """Every such field of a form that some address leads to."""
    assert get_resolver().url_patterns, "all views and so all forms are loaded"
    from knowledge.shortlist.forms import ShortlistForm

    entry: Any = SimpleNamespace(
        item=SimpleNamespace(pk=1, note=""), page=SimpleNamespace(title="Een aanpak")
    )
    found = {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in forms_below(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, FreeTextField)
    }
    return found | {"note of a list": ShortlistForm(entries=[entry]).fields["note_1"]}


def test_every_field_for_free_text_refuses_the_whole_corpus() -> None:
    fields = free_fields()
    assert len(fields) >= 13
    passed = [
        (name, text)
        for name, field in fields.items()
        for kind, text in REFUSED
        if kind not in field.allowed and not refuses(field, text)
    ]
    assert passed == []


def test_only_the_official_who_asks_may_leave_a_number_or_address() -> None:
    assert {
        name.rpartition(".")[2]: field.allowed for name, field in free_fields().items() if field.allowed
    } == {
        "contact": {"phone", "email"},
        "contact_2_function": {"phone", "email"},
        "contact_3_function": {"phone", "email"},
        # Of a coupling, of who holds a public office or said that the name may be public.
        "name": {"person"},
        # Of the official, apart from the request: whom to call, on which number, and who must not help.
        "contact_name": {"person"},
        "contact_2_name": {"person"},
        "contact_3_name": {"person"},
        "contact_phone": {"phone", "bsn"},
        "contact_2_phone": {"phone", "bsn"},
        "contact_3_phone": {"phone", "bsn"},
        "excluded": {"person"},
        # Of a memo or mail that was pasted: what its writer left below it is never an answer, so never published.
        "text": {"phone", "email"},
    }


def refuses(field: FreeTextField, text: str) -> bool:
    roomy = deepcopy(field)
    # A short field would call a long text too long before anything else.
    roomy.validators = [each for each in roomy.validators if not isinstance(each, MaxLengthValidator)]
    try:
        # Some fields want a few words.
        roomy.clean(f"In de wijk is het zo. {text}")
    except forms.ValidationError as error:
        return any("Het gaat om" in message for message in error.messages)
    return False
