"""How hard a text is, by two measures that can be checked by hand: LIX and the length of sentences.

LIX (Björnsson, 1968) is words per sentence plus the share of words of more than six letters in percent. It was not made for
Dutch and knows nothing of what words mean: it is a hint and is called by its name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from krachtwijken.core.text import sentences

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LONG_WORD = 6
# Of a text for B1; about what Dutch papers for a broad public stay under.
HIGHEST_LIX = 40
LONGEST_SENTENCE = 20
# Of fewer words the measures say nothing.
FEWEST_WORDS = 15
QUOTED = 60


@dataclass(frozen=True)
class Readability:
    """`lix` is rounded; `long_sentences` are those of more than LONGEST_SENTENCE words, the longest first."""

    words: int
    lix: int
    long_sentences: Sequence[str]


def read_readability(text: str) -> Readability | None:
    """None for a text that is too short to say anything of."""
    found = [(sentence, WORD.findall(sentence)) for sentence in sentences(text)]
    found = [(sentence, words) for sentence, words in found if words]
    count = sum(len(words) for _, words in found)
    if count < FEWEST_WORDS:
        return None
    long_words = sum(len(word) > LONG_WORD for _, words in found for word in words)
    too_long = sorted(
        (row for row in found if len(row[1]) > LONGEST_SENTENCE), key=lambda row: len(row[1]), reverse=True
    )
    return Readability(
        count, round(count / len(found) + 100 * long_words / count), [sentence for sentence, _ in too_long]
    )


def writing_hints(text: str) -> list[str]:
    """In Dutch, what would make this text easier; none when it is easy enough or too short."""
    read = read_readability(text)
    if read is None:
        return []
    hints = []
    if read.long_sentences:
        number = len(read.long_sentences)
        many = "Eén zin is" if number == 1 else f"{number} zinnen zijn"
        hints.append(
            f"{many} langer dan {LONGEST_SENTENCE} woorden. Maak er twee van: “{_short(read.long_sentences[0])}”"
        )
    if read.lix > HIGHEST_LIX:
        hints.append(
            f"De leesmaat LIX is {read.lix}. Bij {HIGHEST_LIX} of lager leest een tekst makkelijk. "
            "Kies kortere woorden en zinnen."
        )
    return hints


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= QUOTED else f"{sentence[:QUOTED].rsplit(' ', 1)[0]} …"
