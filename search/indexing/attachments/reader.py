"""Read one PDF or DOCX from standard input and write its text as JSON; runs as a process of its own.

Nothing of the platform is imported: no settings, no database, no secrets. What a hostile file can reach is this
process with its limits. `extraction.py` starts it, as `python -I reader.py pdf <most pages> <most characters>`.
"""

import contextlib
import io
import json
import os
import posixpath
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
# The usual dialect of Word's XML, and the strict one.
DIALECTS = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ROOT_RELATIONS, MAIN_RELATION, USUAL_MAIN = "_rels/.rels", "/officeDocument", "word/document.xml"
# Words in a document that a reader of it does not see: moved away, taken out; comments are in another part.
UNSEEN = frozenset({"moveFrom", "del"})
# Of a run that is hidden or struck out.
UNSEEN_STYLE = ("vanish", "strike", "dstrike")
# What stands for a sign, beside the letters themselves. A soft hyphen says where a word may be cut, no more.
SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}
HEADINGS = re.compile(r"^(heading|kop)\s?\d$|^(title|titel)$", re.IGNORECASE)
INVISIBLE = 3
# A bold paragraph that is longer is no heading.
SHORT = 120
# A picture over so much of a page makes it a scan.
MOSTLY = 0.5
Part = dict[str, str]
LOCKED = (
    "Dit bestand gaat alleen open met een wachtwoord. Sla het op zonder wachtwoord en zet het opnieuw neer."
)
DAMAGED = "Het bestand is beschadigd. Open het in het programma waarin het is gemaakt, en sla het opnieuw op."


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
        raise UnreadableError(LOCKED)
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
    """What a reader sees. Invisible text counts as the text layer of a scan: over a picture, and not less than what is
    to be seen beside it, such as the stamp of a post room."""
    modes = [0]
    seen: list[str] = []
    unseen: list[str] = []
    pictures = _pictures(page)
    covered = [0.0]

    def operand(operator: bytes, operands: list[Any], matrix: list[float], *_place: Any) -> None:
        if operator == b"q":
            modes.append(modes[-1])
        elif operator == b"Q" and len(modes) > 1:
            modes.pop()
        elif operator == b"Tr" and operands:
            modes[-1] = int(operands[0])
        elif operator == b"Do" and operands and operands[0] in pictures:
            covered[0] += abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])

    def text(piece: str, *_place: Any) -> None:
        (unseen if modes[-1] == INVISIBLE else seen).append(piece)

    page.extract_text(visitor_operand_before=operand, visitor_text=text)
    visible, layer = "".join(seen), "".join(unseen)
    is_scan = covered[0] > MOSTLY * float(page.mediabox.width) * float(page.mediabox.height)
    if is_scan and len(layer.strip()) >= len(visible.strip()):
        return f"{layer.strip()}\n\n{visible.strip()}"
    if visible.strip() or not layer:
        return visible
    return layer if pictures else ""


def _pictures(page: Any) -> set[str]:
    """The names under which the page draws them."""
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    pictures = drawn.get_object().items() if drawn is not None else []
    return {name for name, item in pictures if item.get_object().get("/Subtype") == "/Image"}


def read_docx(data: bytes, _most_pages: int, budget: Budget) -> dict[str, Any]:
    """A part for each heading. A DOCX has no pages: those depend on who prints it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = _xml(archive, _main_part(archive))
    body = next((child for child in root if _name(child) == "body"), None)
    if body is None:
        raise UnreadableError("Dit document heeft geen tekst die wij kennen. Sla het opnieuw op als DOCX.")
    parts: list[Part] = [{"heading": "", "text": ""}]
    for style, text in _paragraphs(body):
        if HEADINGS.match(style):
            parts.append({"heading": text[:160], "text": ""})
        else:
            parts[-1]["text"] = f"{parts[-1]['text']} {budget.take(text)}".strip()
        if budget.spent:
            break
    return {"parts": [part for part in parts if part["text"]], "pages": 0, "cut": budget.spent}


def read_docx_text(data: bytes, _most_pages: int, budget: Budget) -> dict[str, Any]:
    """One part with a line for each paragraph, marked as people type it: "# " before a heading, "**" around what is bold
    as a whole, "- " before a point."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = _xml(archive, _main_part(archive))
    lines = [budget.take(_marked(paragraph, text)) for paragraph, text in _paragraph_nodes(root)]
    text = "\n\n".join(line for line in lines if line)
    return {"parts": [{"heading": "", "text": text}] if text else [], "pages": 0, "cut": budget.spent}


def _marked(paragraph: Any, text: str) -> str:
    style = _child(paragraph, "pPr", "pStyle")
    name = _value(style, "") if style is not None else ""
    if HEADINGS.match(name):
        depth = next((int(sign) for sign in name if sign.isdigit()), 1)
        return f"{'#' * min(depth, 6)} {text}"
    if _child(paragraph, "pPr", "numPr") is not None or name.lower().startswith(("list", "lijst")):
        return f"- {text}"
    runs = [run for run in paragraph.iter() if _name(run) == "r" and "".join(_runs(run)).strip()]
    is_bold = bool(runs) and all(_is_on(run, "b") for run in runs)
    return f"**{text}**" if is_bold and "\n" not in text and len(text) < SHORT else text


def _main_part(archive: zipfile.ZipFile) -> str:
    """Where the text is, as the package itself says: Word on the web calls it document2.xml."""
    if ROOT_RELATIONS in archive.namelist():
        for relation in _xml(archive, ROOT_RELATIONS):
            if relation.get("Type", "").endswith(MAIN_RELATION):
                return posixpath.normpath(relation.get("Target", "").lstrip("/"))
    return USUAL_MAIN


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    from defusedxml.ElementTree import parse  # inline: only after the limits are set

    if archive.getinfo(name).file_size > MOST_XML:
        raise UnreadableError("Het document is uitgepakt te groot om te lezen. Knip het in delen.")
    with archive.open(name) as source:
        return parse(source, forbid_dtd=True).getroot()


def _name(node: Any) -> str:
    """Of an element of Word, in either dialect; empty for others."""
    tag = str(node.tag)
    return next((tag.removeprefix(dialect) for dialect in DIALECTS if tag.startswith(dialect)), "")


def _child(node: Any, *path: str) -> Any:
    for name in path:
        node = next((child for child in node if _name(child) == name), None)
        if node is None:
            return None
    return node


def _value(node: Any, default: str) -> str:
    return next(
        (str(node.attrib[f"{dialect}val"]) for dialect in DIALECTS if f"{dialect}val" in node.attrib), default
    )


def _is_unseen(node: Any) -> bool:
    return node.tag == FALLBACK or _name(node) in UNSEEN


def _paragraphs(node: Any) -> Iterator[tuple[str, str]]:
    """Style and text of every paragraph."""
    for paragraph, text in _paragraph_nodes(node):
        style = _child(paragraph, "pPr", "pStyle")
        yield (_value(style, "") if style is not None else ""), text


def _paragraph_nodes(node: Any) -> Iterator[tuple[Any, str]]:
    """Every paragraph that has text, in reading order, those in tables and frames too."""
    for child in node:
        if _is_unseen(child):
            continue
        if _name(child) == "p":
            text = tidy("".join(_runs(child)))
            if text:
                yield child, text
        yield from _paragraph_nodes(child)


def _runs(node: Any) -> Iterator[str]:
    """Text of a paragraph, without what is hidden and without paragraphs inside it: they come by themselves."""
    for child in node:
        name = _name(child)
        if _is_unseen(child) or name == "p" or (name == "r" and _hidden(child)):
            continue
        if name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        else:
            yield from _runs(child)


def _hidden(run: Any) -> bool:
    return any(_is_on(run, name) for name in UNSEEN_STYLE)


def _is_on(run: Any, name: str) -> bool:
    style = _child(run, "rPr", name)
    return style is not None and _value(style, "true") not in {"0", "false", "off"}


# A line end, and the hyphen that shows at a line end only.
KEPT = frozenset("\n\u00ad")


def tidy(text: str) -> str:
    """No control character or lone surrogate. Lines stay: how they go together is for whoever reads the text."""
    clean = "".join(char if char.isprintable() or char in KEPT else " " for char in text)
    return "\n".join(" ".join(line.split()) for line in clean.strip().split("\n"))


READERS: dict[str, Callable[[bytes, int, Budget], dict[str, Any]]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "docx-text": read_docx_text,
}


def write_parts(kind: str, most_pages: int, characters: int, source: IO[bytes], target: IO[bytes]) -> None:
    limit()
    try:
        answer = READERS[kind](source.read(), most_pages, Budget(characters))
    except UnreadableError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "Het bestand vraagt te veel geheugen om te lezen."}
    except RecursionError:
        answer = {"error": "Het bestand zit te ingewikkeld in elkaar om te lezen."}
    except Exception:  # noqa: BLE001 - a file can break a reader in any way
        answer = {"error": DAMAGED}
    target.write(json.dumps(answer).encode())


if __name__ == "__main__":
    write_parts(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdin.buffer, sys.stdout.buffer)
