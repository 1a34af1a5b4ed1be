"""What search does for somebody who shares what was tried: reads a file that was uploaded and its headings, proposes problems."""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

from knowledge.contributions.parsing.reading import HeadingGuess
from knowledge.contributions.provided import (
    FileText,
    ProposedProblem,
    file_reader,
    heading_reader,
    problem_reader,
)
from search.backend import backend
from search.engine.embeddings import Vectors
from search.engine.recognition import packaged_headings, shares_of
from search.errors import ModelUnavailableError
from search.indexing.attachments.extraction import extract
from search.retrieval.recognise import recognise

# Somebody waits for the answer.
MOST_SECONDS = 15
KINDS = {"pdf": "pdf", "docx": "docx-text"}
NO_TEXT = "Wij vinden geen tekst in dit bestand, alleen beeld. Plak de tekst in het vak."


def read_uploaded_file(file: IO[bytes], kind: str) -> FileText:
    """In the process with limits. Never raises for what is in the file."""
    with tempfile.TemporaryFile() as copy:
        file.seek(0)
        while block := file.read(1024 * 1024):
            copy.write(block)
        copy.flush()
        extracted = extract(copy, KINDS[kind], seconds=MOST_SECONDS)
    text = "\n\n".join(part["text"] for part in extracted.parts)
    if extracted.error or not text.strip():
        return FileText(error=extracted.error or NO_TEXT)
    return FileText(text=text, cut=extracted.cut)


def propose_problems(text: str) -> list[ProposedProblem]:
    return [ProposedProblem(item.code, item.sentence) for item in recognise(text)]


def read_headings(headings: Sequence[str]) -> list[HeadingGuess]:
    """By words alone without the language model that it learned with, or while that is loading or damaged."""
    if not headings:
        return []
    embedder, vectors = backend().models().embedder, None
    if embedder is not None and embedder.identity == packaged_headings().identity:
        with suppress(ModelUnavailableError):
            vectors = embedder.queries(headings)
    return guess_fields(headings, vectors)


def guess_fields(headings: Sequence[str], vectors: Vectors | None) -> list[HeadingGuess]:
    """`vectors` (n, dimension) are of the headings as questions, or None to go by words alone."""
    reader = packaged_headings()
    shares = shares_of(reader.sentence_logits(headings, vectors))
    fields = [*reader.codes, ""]
    return [HeadingGuess(fields[int(row.argmax())], float(row.max())) for row in shares]


def register_for_contributions() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    file_reader.register(read_uploaded_file)
    heading_reader.register(read_headings)
    problem_reader.register(propose_problems)
