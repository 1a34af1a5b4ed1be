"""Text that people paste: read once, cleaned, cut into units that know their place. No Django in here."""

from krachtwijken.core.text.cleaning import clean_text
from krachtwijken.core.text.intake import read_text, sentences, statements
from krachtwijken.core.text.normalisation import normalise
from krachtwijken.core.text.segmentation import split_sentences
from krachtwijken.core.text.sorting import sort_key
from krachtwijken.core.text.units import PROSE, Text, Unit, UnitKind

__all__ = [
    "PROSE",
    "Text",
    "Unit",
    "UnitKind",
    "clean_text",
    "normalise",
    "read_text",
    "sentences",
    "sort_key",
    "split_sentences",
    "statements",
]
