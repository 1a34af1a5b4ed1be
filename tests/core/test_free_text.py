"""The field for free text: what a browser sends, what is counted, what is refused."""

import pytest
from django import forms

from expertpool.sections.evidence_form import EvidenceForm
from knowledge.centres.assessments import ChecklistForm
from krachtwijken.accounts.user_forms import AccountEditForm
from krachtwijken.core.forms import FINDINGS_NAMED, UNREADABLE, FreeTextField, PlainTextField
from matching.mail_in.forms import PlaceMailForm

PHONE = "06-12345678"


def errors_of(field: FreeTextField, text: str) -> list[str]:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(text)
    return list(refused.value.messages)


def test_line_end_of_a_browser_counts_as_one_character() -> None:
    field = FreeTextField(limit=5, rows=3)
    assert field.clean("ab\r\ncd") == "ab\ncd"
    assert "te lang: 6 tekens" in errors_of(field, "ab\r\ncde")[0]


def test_field_of_one_line_makes_one_line_of_a_pasted_text() -> None:
    assert FreeTextField(limit=50).clean(" Wie \r\n weet\tdit ") == "Wie weet dit"


def test_text_area_keeps_its_lines() -> None:
    assert FreeTextField(limit=50, widget=forms.Textarea()).clean("Wie\nweet") == "Wie\nweet"


def test_too_long_says_how_long_it_is_and_how_long_it_may_be() -> None:
    message = errors_of(FreeTextField(limit=2000, rows=3), "a" * 2001)[0]
    assert message == "Uw tekst is te lang: 2001 tekens. Houd het bij 2.000."


def test_empty_text_is_refused_unless_it_may_be_empty() -> None:
    assert errors_of(FreeTextField(limit=50), " \r\n ") == ["Vul dit in."]
    assert FreeTextField(limit=50, required=False).clean(" \r\n ") == ""


def test_sign_that_cannot_be_kept_is_refused() -> None:
    assert errors_of(FreeTextField(limit=50), "a\x00b") == [UNREADABLE]


TYPED = "a\x0bb\x01c\x7f\u200bd\x85e"


def test_what_nobody_can_see_stays_in_no_kind_of_field() -> None:
    """Word's own line end is one; the others go."""
    for field in (FreeTextField(limit=50), PlainTextField(max_length=50)):
        assert field.clean(TYPED) == "a bcde", type(field)
        with pytest.raises(forms.ValidationError, match=UNREADABLE):
            field.clean("a\x00b")
    for area in (FreeTextField(limit=50, rows=3), PlainTextField(widget=forms.Textarea)):
        assert area.clean(TYPED) == "a\nbcde", type(area)


def test_names_codes_and_comments_are_read_so_too() -> None:
    fields = [
        PlaceMailForm.base_fields["reference"], EvidenceForm.base_fields["page"],
        AccountEditForm.base_fields["name"], ChecklistForm().fields["comment"],
    ]  # fmt: skip
    assert {type(field) for field in fields} == {PlainTextField}


def test_personal_data_is_refused_and_named_for_the_writer() -> None:
    (message,) = errors_of(FreeTextField(limit=200, rows=3), f"Bel de bewoner op {PHONE} na zes uur.")
    assert message.endswith(f"Het gaat om: {PHONE}")


def test_of_many_findings_some_are_named() -> None:
    text = " en ".join(f"06-1234567{digit}" for digit in range(FINDINGS_NAMED + 2))
    assert len(errors_of(FreeTextField(limit=500), text)) == FINDINGS_NAMED


def test_personal_data_cut_by_a_line_end_is_refused_too() -> None:
    assert errors_of(FreeTextField(limit=200, rows=3), "Bel de bewoner op 06-\r\n12345678.")
