"""The one field for free text that somebody types or pastes."""

from typing import Any

from django import forms

from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.text import clean_text

UNREADABLE = "In uw tekst staat een teken dat wij niet kunnen lezen. Typ de tekst over."
# So many findings are named at once; the writer finds the others when these are gone.
FINDINGS_NAMED = 5
# A text far beyond its limit is not read to the end to count by how much.
READ_AT_MOST = 1_000_000


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


class FreeTextField(forms.CharField):
    """Text without control characters, one kind of line end, at most `limit` characters, no personal data of residents.

    A line end counts as one character, whatever the browser sends. `rows` gives a text area of that height; without it
    the text is one line, and spaces and line ends in it become one space.
    """

    def __init__(self, *, limit: int, rows: int | None = None, **kwargs: Any) -> None:
        messages = {
            "required": "Vul dit in.",
            "max_length": f"Uw tekst is te lang: %(show_value)s tekens. Houd het bij {thousands(limit)}.",
            "null_characters_not_allowed": UNREADABLE,
            **kwargs.pop("error_messages", {}),
        }
        if rows is not None:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        self.one_line = rows is None and not isinstance(kwargs.get("widget"), forms.Textarea)
        super().__init__(max_length=limit, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        if "\x00" in text:
            raise forms.ValidationError(
                self.error_messages["null_characters_not_allowed"], code="null_characters_not_allowed"
            )
        text = clean_text(text, max_length=READ_AT_MOST)
        return " ".join(text.split()) if self.one_line else text

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        refuse_personal_data(value)


def refuse_personal_data(text: str) -> None:
    """Raises ValidationError that names what was found, for the writer only."""
    findings = find_personal_data(text)
    if findings:
        raise forms.ValidationError(
            [f"{item.explanation} Het gaat om: {item.excerpt}" for item in findings[:FINDINGS_NAMED]]
        )
