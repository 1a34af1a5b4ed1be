"""What search does for somebody who shares what was tried: reads a file that was uploaded, proposes problems."""

import tempfile
from typing import IO

from knowledge.contributions.provided import FileText, ProposedProblem, file_reader, problem_reader
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


def register_for_contributions() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    file_reader.register(read_uploaded_file)
    problem_reader.register(propose_problems)
