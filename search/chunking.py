"""Documents to passages: a section each, long ones cut at sentences."""

from search.analysis import sentences
from search.types import Document, StoredPassage

MAX_CHARACTERS = 900


def passages(document: Document) -> list[StoredPassage]:
    """At least one passage, also for a document with a title only."""
    found: list[StoredPassage] = []
    for heading, text in document.sections:
        found.extend(StoredPassage(document.key, heading, piece) for piece in pieces(text))
    return found or [StoredPassage(document.key, "", "")]


def pieces(text: str) -> list[str]:
    """Pieces of at most MAX_CHARACTERS, whole sentences where they fit."""
    found: list[str] = []
    for sentence in sentences(text):
        for start in range(0, len(sentence), MAX_CHARACTERS):
            part = sentence[start : start + MAX_CHARACTERS]
            if found and len(found[-1]) + len(part) < MAX_CHARACTERS:
                found[-1] = f"{found[-1]} {part}"
            else:
                found.append(part)
    return found
