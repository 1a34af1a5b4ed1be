"""The one field for free text that somebody types or pastes."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from krachtwijken.core.privacy import find_personal_data, names_person
from krachtwijken.core.text import clean_text, count_visible
from krachtwijken.core.text.numbers import thousands

UNREADABLE = "In uw tekst staat een teken dat wij niet kunnen lezen. Typ de tekst over."
# So many findings are named at once; the writer finds the others when these are gone.
FINDINGS_NAMED = 5
# What may hide behind one visible character, in a column without a length.
MARKS_A_CHARACTER = 10
# A text far beyond its limit is not read to the end to count by how much.
READ_AT_MOST = 1_000_000


class ReadLengthValidator(MaxLengthValidator):
    """Counts what the reader sees, as the counter beside the field does (static/js/counter.js), unless more than `stored`
    hides behind it."""

    def __init__(self, limit: int, *, stored: int) -> None:
        super().__init__(limit)
        self.stored = stored

    def clean(self, x: Any) -> int:
        return len(x) if len(x) > self.stored else count_visible(x)


class PlainTextField(forms.CharField):
    """A name, a code or an address: read as free text is, in which control characters do not stay and Word's own line end is
    one, but nothing is looked for in it. One line, unless its widget is a text area."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"null_characters_not_allowed": UNREADABLE, **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        return _read(self, value, one_line=not isinstance(self.widget, forms.Textarea))


class FreeTextField(forms.CharField):
    """Text without control characters, one kind of line end, at most `limit` characters, no personal data of residents.

    A line end counts as one character, whatever the browser sends, and so does a picture. `rows` gives a text area of that
    height; without it the text is one line, and spaces and line ends in it become one space. `stored` is the length of the
    column that it goes into. `allowed` names kinds of personal data (core/privacy.py) that belong here: of the
    official who writes, never of residents.
    """

    def __init__(
        self,
        *,
        limit: int,
        rows: int | None = None,
        stored: int | None = None,
        allowed: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        too_long = f"Uw tekst is te lang: %(show_value)s tekens. Houd het bij {thousands(limit)}."
        messages = {
            "required": "Vul dit in.",
            "max_length": too_long,
            "null_characters_not_allowed": UNREADABLE,
            **kwargs.pop("error_messages", {}),
        }
        if rows is not None:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        self.one_line = rows is None and not isinstance(kwargs.get("widget"), forms.Textarea)
        self.limit, self.allowed = limit, frozenset(allowed)
        super().__init__(error_messages=messages, **kwargs)
        stored = stored or (limit if self.one_line else limit * MARKS_A_CHARACTER)
        self.validators.append(ReadLengthValidator(limit, stored=stored))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut a longer text that is pasted, and say nothing."""
        return {**super().widget_attrs(widget), "data-limit": str(self.limit)}

    def to_python(self, value: Any) -> str:
        return _read(self, value, one_line=self.one_line)

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        refuse_personal_data(value, allowed=self.allowed)


def _read(field: forms.CharField, value: Any, *, one_line: bool) -> str:
    """One rule for what somebody types: NUL is refused, as no database keeps it; of the others nothing stays that a reader
    cannot see, and what ends a line is a line end."""
    text = str(value or "")
    if "\x00" in text:
        raise forms.ValidationError(
            field.error_messages["null_characters_not_allowed"], code="null_characters_not_allowed"
        )
    text = clean_text(text, max_length=READ_AT_MOST)
    return " ".join(text.split()) if one_line else text


def refuse_personal_data(text: str, *, allowed: Collection[str] = ()) -> None:
    """Raises ValidationError that names what was found, for the writer only."""
    findings = [finding for finding in find_personal_data(text) if finding.kind not in allowed]
    if findings:
        raise forms.ValidationError(
            [f"{item.explanation} Het gaat om: {item.excerpt}" for item in findings[:FINDINGS_NAMED]]
        )


def function_only(text: str, *, example: str) -> str:
    """Raises ValidationError where somebody is named: a function shows who it is about, and stays true."""
    if names_person(text):
        raise forms.ValidationError(f"Schrijf een functie, geen naam. Bijvoorbeeld: {example}.")
    return text


class OpenForm(forms.Form):
    """Of a page without login. `is_from_program`: the field that nobody sees was filled in."""

    # Beside the others in the page, out of sight (`.kw-honeypot`).
    homepage = forms.CharField(
        label="Laat dit veld leeg",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_from_program(self) -> bool:
        return bool(self.data.get("homepage"))


def is_only_incomplete(form: forms.Form) -> bool:
    """Nothing was typed that may not be kept: then somebody may stop halfway a page."""
    return all(error.code == "required" for errors in form.errors.as_data().values() for error in errors)
