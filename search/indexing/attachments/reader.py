"""Read one PDF or DOCX from standard input and write its text as JSON; runs as a process of its own.

Nothing of the platform is imported: no settings, no database, no secrets. What a hostile file can reach is this
process with its limits. `extraction.py` starts it, as `python -I reader.py pdf <most pages> <most characters>`.
"""

import contextlib
import io
import json
import os
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 40
MOST_OUTPUT = 16 * 1024 * 1024
MOST_XML = 50 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Words in a document that a reader of it does not see: moved away, crossed out, notes in the margin.
UNSEEN = {f"{WORD}moveFrom", f"{WORD}del", FALLBACK}
HEADINGS = re.compile(r"^(heading|kop)\s?\d$|^(title|titel)$", re.IGNORECASE)
INVISIBLE = 3
Part = dict[str, str]


class UnreadableError(Exception):
    """The message is shown to the editor."""


def limit() -> None:
    """Before a byte of the file is looked at. Hard limits: what comes after cannot raise them."""
    for name, most in (
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_FSIZE", MOST_OUTPUT),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_AS", MEMORY),
    ):
        # Not every system knows every limit.
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))
    os.nice(10)


class Budget:
    """How many characters may still be kept."""

    def __init__(self, characters: int) -> None:
        self.left = characters
        self.spent = False

    def take(self, text: str) -> str:
        kept = text[: self.left]
        self.left -= len(kept)
        self.spent = self.spent or len(kept) < len(text)
        return kept


def read_pdf(data: bytes, most_pages: int, budget: Budget) -> dict[str, Any]:
    from pypdf import PdfReader  # inline: only after the limits are set

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("Het bestand is beveiligd met een wachtwoord.")
    count = len(reader.pages)
    parts = []
    for number in range(min(count, most_pages)):
        text = tidy(_page_text(reader.pages[number]))
        if text:
            parts.append({"heading": f"Bladzijde {number + 1}", "text": budget.take(text)})
        if budget.spent:
            break
    return {
        "parts": [part for part in parts if part["text"]],
        "pages": count,
        "cut": budget.spent or count > most_pages,
    }


def _page_text(page: Any) -> str:
    """What a reader sees. Invisible text counts only as the text layer of a scan: nothing else, over a picture."""
    modes = [0]
    seen: list[str] = []
    unseen: list[str] = []

    def operand(operator: bytes, operands: list[Any], *_place: Any) -> None:
        if operator == b"q":
            modes.append(modes[-1])
        elif operator == b"Q" and len(modes) > 1:
            modes.pop()
        elif operator == b"Tr" and operands:
            modes[-1] = int(operands[0])

    def text(piece: str, *_place: Any) -> None:
        (unseen if modes[-1] == INVISIBLE else seen).append(piece)

    page.extract_text(visitor_operand_before=operand, visitor_text=text)
    visible = "".join(seen)
    if visible.strip() or not unseen:
        return visible
    return "".join(unseen) if _has_picture(page) else ""


def _has_picture(page: Any) -> bool:
    resources = page.get("/Resources")
    pictures = resources.get_object().get("/XObject") if resources is not None else None
    found = pictures.get_object().values() if pictures is not None else []
    return any(item.get_object().get("/Subtype") == "/Image" for item in found)


def read_docx(data: bytes, _most_pages: int, budget: Budget) -> dict[str, Any]:
    """A part for each heading. A DOCX has no pages: those depend on who prints it."""
    from defusedxml.ElementTree import parse  # inline: only after the limits are set

    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as source:
        if archive.getinfo("word/document.xml").file_size > MOST_XML:
            raise UnreadableError("Het document is uitgepakt te groot om te lezen.")
        body = parse(source, forbid_dtd=True).getroot().find(f"{WORD}body")
    parts: list[Part] = [{"heading": "", "text": ""}]
    for style, text in _paragraphs(body):
        if HEADINGS.match(style):
            parts.append({"heading": text[:160], "text": ""})
        else:
            parts[-1]["text"] = f"{parts[-1]['text']} {budget.take(text)}".strip()
        if budget.spent:
            break
    return {"parts": [part for part in parts if part["text"]], "pages": 0, "cut": budget.spent}


def _paragraphs(node: Any) -> Iterator[tuple[str, str]]:
    """Style and text of every paragraph in reading order, those in tables and frames too."""
    for child in node:
        if child.tag in UNSEEN:
            continue
        if child.tag == f"{WORD}p":
            style = child.find(f"{WORD}pPr/{WORD}pStyle")
            text = tidy("".join(_runs(child)))
            if text:
                yield (style.get(f"{WORD}val", "") if style is not None else ""), text
        yield from _paragraphs(child)


def _runs(node: Any) -> Iterator[str]:
    """Text of a paragraph, without what is hidden and without paragraphs inside it: they come by themselves."""
    for child in node:
        if child.tag in UNSEEN or child.tag == f"{WORD}p" or _hidden(child):
            continue
        if child.tag == f"{WORD}t":
            yield child.text or ""
        elif child.tag in {f"{WORD}tab", f"{WORD}br", f"{WORD}cr"}:
            yield " "
        else:
            yield from _runs(child)


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{WORD}rPr/{WORD}vanish") if run.tag == f"{WORD}r" else None
    return vanish is not None and vanish.get(f"{WORD}val", "true") not in {"0", "false"}


# A line end, and the hyphen that shows at a line end only.
KEPT = frozenset("\n\u00ad")


def tidy(text: str) -> str:
    """No control character or lone surrogate. Lines stay: how they go together is for whoever reads the text."""
    clean = "".join(char if char.isprintable() or char in KEPT else " " for char in text)
    return "\n".join(" ".join(line.split()) for line in clean.strip().split("\n"))


READERS: dict[str, Callable[[bytes, int, Budget], dict[str, Any]]] = {"pdf": read_pdf, "docx": read_docx}


def main(kind: str, most_pages: int, characters: int, source: IO[bytes], target: IO[bytes]) -> None:
    limit()
    try:
        answer = READERS[kind](source.read(), most_pages, Budget(characters))
    except UnreadableError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "Het bestand vraagt te veel geheugen om te lezen."}
    except RecursionError:
        answer = {"error": "Het bestand zit te ingewikkeld in elkaar om te lezen."}
    except Exception as error:  # noqa: BLE001 - a file can break a reader in any way; the editor hears which
        answer = {"error": f"Het bestand is beschadigd ({type(error).__name__})."}
    target.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdin.buffer, sys.stdout.buffer)
