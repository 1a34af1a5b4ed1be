"""Text that several gemeenten read, or everybody, who may not know of each other."""

import re
from collections.abc import Collection
from typing import Any

from django import forms

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.models import Gemeente, Wijk

COPIED = "Dit zijn de woorden van een gemeente. Schrijf het in uw eigen woorden."
# Shorter than this, the same words within another text are chance.
LONG_ENOUGH = 5


class SharedTextField(FreeTextField):
    """Names no gemeente and no wijk."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if found := places_named(text):
            names = ", ".join(f"“{name}”" for name in found)
            raise forms.ValidationError(f"Noem geen gemeente of wijk. Haal weg: {names}.")
        return text


def places_named(text: str) -> list[str]:
    """Gemeenten and wijken of the reference data that a text names ("Arnhem", "Arnhemse", "Presikhaaf")."""
    names = [*Gemeente.objects.values_list("name", flat=True), *_names_of_wijken()]
    return sorted(
        {name for name in names if re.search(rf"\b{re.escape(name)}(?:s|se)?\b", text, re.IGNORECASE)}
    )


def is_copied(text: str, sources: Collection[str]) -> bool:
    """The text is one of these, or holds one of them, whatever its capitals and marks."""
    words = _words(text)
    for source in filter(None, map(_words, sources)):
        holds = len(source.split()) >= LONG_ENOUGH and f" {source} " in f" {words} "
        if words == source or holds:
            return True
    return False


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _names_of_wijken() -> list[str]:
    """Of "Malburgen/Immerloo" each half."""
    names = Wijk.objects.order_by().values_list("name", flat=True)
    return [part for name in names for part in name.split("/")]
