"""Long texts made to cost time. What is quadratic does not end within the limit."""

import pytest

from krachtwijken.core.text import read_text

LENGTH = 60_000
PATTERNS = [
    "a", ".", " ", "\n", "\r\n", "a. ", "A. ", "- ", "a-\n", ">", "> a\n", "1. x\n", "1\n\n", "groet\n\n",
    "Groet,\nx\n", "Van: x\n",
    "a\tb\n", "a\t", "|", "|a", "\u0301", "\u0323\u0301", "\u00ad", "a\u00ad\n", "\u200b", "中", "αβγ. ", "ᅡ",
    '"', "'s ", "a[1]", "a¹",
    "• a ", "•\n", "\f", "a/\n", "9999 ZZ\n", "a.... 3\n", "Beste Jan, ", "Beste ", "1.2.3.4 ", "i. ii.\n",
    "AB CD\n", "aap noot\n\n",
    "12-03-2025 14:02 - A: x\n", "vriendelijke ", "😡", "\uf0b7", "?!", "...", "(", "Kop\nTekst. ", "½", ".\"",
    "Op a schreef ",
    "e.d. A", "\x0b", "_", "a   b   c\n", "@", "woord " * 20 + "\n",
]  # fmt: skip


@pytest.mark.timeout(30)
@pytest.mark.parametrize("pattern", PATTERNS, ids=ascii)
def test_hostile_text_is_read_in_linear_time(pattern: str) -> None:
    hostile = (pattern * LENGTH)[:LENGTH]
    text = read_text(f"Begin.\n\n{hostile}\n\nEinde.")
    assert text.units[0].text == "Begin."
    assert isinstance(text.clean, str)
