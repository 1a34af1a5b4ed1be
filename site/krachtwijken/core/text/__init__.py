"""Text that people paste: read once, cleaned, cut into units that know their place. No Django in here."""

from krachtwijken.core.text.capitals import with_capital
from krachtwijken.core.text.cleaning import clean_line, clean_text, without_control_characters
from krachtwijken.core.text.intake import read_text, sentences, statements
from krachtwijken.core.text.normalisation import normalise
from krachtwijken.core.text.segmentation import split_sentences
from krachtwijken.core.text.sorting import name_sort_column, name_sort_key, sort_column, sort_key
from krachtwijken.core.text.units import PROSE, Text, Unit, UnitKind
from krachtwijken.core.text.visible import count_visible

__all__ = [
    "PROSE",
    "Text",
    "Unit",
    "UnitKind",
    "clean_line",
    "clean_text",
    "count_visible",
    "name_sort_column",
    "name_sort_key",
    "normalise",
    "read_text",
    "sentences",
    "sort_column",
    "sort_key",
    "split_sentences",
    "statements",
    "with_capital",
    "without_control_characters",
]
