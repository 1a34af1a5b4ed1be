"""The whole list is one form: whatever button is pressed, no note that was typed is lost."""

from collections.abc import Sequence
from typing import Any

from django import forms

from knowledge.shortlist.models import NOTE_LENGTH, TITLE_LENGTH
from knowledge.shortlist.selectors import Entry
from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.query_params import whole_number


def title_field() -> FreeTextField:
    return FreeTextField(
        label="Titel van de lijst",
        limit=TITLE_LENGTH,
        error_messages={
            "required": "Geef de lijst een titel.",
            "max_length": "De titel is te lang: %(show_value)s tekens. Houd het bij 120.",
        },
    )


class NewListForm(forms.Form):
    title = title_field()


class ShortlistForm(forms.Form):
    title = title_field()

    def __init__(
        self, *args: Any, entries: Sequence[Entry], leaving: int | None = None, **kwargs: Any
    ) -> None:
        """`leaving` is the row that this very press takes off the list: its note need not be right."""
        super().__init__(*args, **kwargs)
        self.entries = entries
        self.rows = [entry.item.pk for entry in entries]
        self.leaving = leaving
        for entry in entries:
            name = f"note_{entry.item.pk}"
            self.fields[name] = _any_note() if entry.item.pk == leaving else _note_field(entry)
            self.initial[name] = entry.item.note

    def notes(self) -> dict[int, str]:
        return {row: self.cleaned_data[f"note_{row}"] for row in self.rows if row != self.leaving}


def _any_note() -> forms.Field:
    return forms.Field(label="Uw notitie", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _note_field(entry: Entry) -> FreeTextField:
    return FreeTextField(
        label=f"Uw notitie bij {entry.page.title}",
        limit=NOTE_LENGTH,
        rows=2,
        required=False,
        error_messages={
            "max_length": "Uw notitie is te lang: %(show_value)s tekens. Houd het bij 500.",
        },
    )


class Press:
    """Which button was pressed: `bewaar`, or a verb with a row, as in `omhoog:12`. Junk counts as `bewaar`."""

    VERBS = frozenset({"omhoog", "omlaag", "weg", "opruimen"})

    def __init__(self, value: str) -> None:
        verb, _, row = value.partition(":")
        self.verb = verb if verb in self.VERBS else "bewaar"
        self.row = whole_number(row) or 0
