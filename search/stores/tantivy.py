"""The embedded engine: Tantivy for words, vectors beside it in the same index, exact search over both.

The vectors are read into memory when the index opens; after each change, by any process, only the new ones are.
"""

import contextlib
import json
import shutil
import threading
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import tantivy

from search.engine.entries import Entry
from search.engine.query import StoreQuery
from search.engine.signals import Signals
from search.errors import IndexGoneError, SearchUnavailableError
from search.stores.base import (
    EVERY,
    FIELD_WEIGHTS,
    FORMAT,
    WIDE,
    Replay,
    Store,
    no_replay,
    wanted_labels,
)
from search.stores.tantivy_view import View
from search.types import SearchFilters, StoredPassage

WRITER_BYTES = 30_000_000
# How often in a row an index may be swapped under a reader before it gives up.
SWAPS = 5
Clause = tuple[Any, Any]
# Field, tokens that must all be there, and how much they count.
Term = tuple[str, Sequence[str], float]
Found = TypeVar("Found")


class TantivyStore(Store):
    """One index in one folder. Any number of readers; writers wait for each other inside a process.

    The file `format` says which model made the index and in which folder beside it the index lies: replacing that
    one file swaps the index, so that no search falls in between.
    """

    def __init__(self, folder: Path, identity: str) -> None:
        self.folder = folder
        self.identity = f"{FORMAT} {identity}"
        self.writing = threading.Lock()
        self.reading = threading.Lock()
        self.view: View | None = None

    def exists(self) -> bool:
        return _pointer(self.folder)[0] == self.identity and self._place().is_dir()

    def check(self) -> None:
        _careful(self._open)
        self._fresh()

    def rebuild(self, groups: Iterable[Sequence[Entry]], replay: Replay = no_replay) -> int:
        scratch = self.folder / uuid.uuid4().hex
        self._clean()
        scratch.mkdir(parents=True)
        count = 0
        try:
            with _writer(tantivy.Index(_schema(), str(scratch))) as writer:
                for entries in groups:
                    for entry in entries:
                        writer.add_document(_document(entry))
                    count += 1
                for key, entries in replay():
                    _replace(writer, key, entries)
            with self.writing:
                _point(self.folder, self.identity, scratch.name)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        self._clean()
        return count

    def _clean(self) -> None:
        """Remove all but the index that answers. Readers that have the old one open keep its files."""
        kept = {"format", _pointer(self.folder)[1]}
        for left in self.folder.glob("*"):
            if left.name in kept:
                continue
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def put(self, key: str, entries: Sequence[Entry]) -> None:
        with self.writing:
            if self._fresh().numbers_of(key) == {entry.number for entry in entries}:
                return
            with _writer(_careful(self._open)) as writer:
                _replace(writer, key, entries)

    def delete(self, key: str) -> None:
        self.put(key, [])

    def digests(self) -> dict[str, set[str]]:
        by_key: dict[str, set[str]] = {}
        for reference in self._fresh().references:
            by_key.setdefault(reference.key, set()).add(reference.digest)
        return by_key

    def numbers(self) -> dict[str, set[int]]:
        view = self._fresh()
        return {key: view.numbers_of(key) for key in view.keys}

    def signals(self, query: StoreQuery, *, audience: frozenset[str], filters: SearchFilters) -> Signals:
        view = self._fresh()
        groups = wanted_labels(audience, filters)
        terms: list[Term] = []
        for field, weight in FIELD_WEIGHTS.items():
            terms += [(field, (term,), weight) for term in query.stems]
            terms += [(field, other.stems, weight * other.weight) for other in query.expansions]
        stems = self._words(view, terms, groups, 1)
        pieces: list[Term] = [("grams", (term,), 1.0) for term in query.grams]
        grams = self._words(view, pieces, groups, query.least_grams)
        dense = view.nearest(query.pooled, groups) if query.pooled is not None else {}
        numbers = {*stems, *grams, *dense}
        return Signals(stems, grams, dense, {n: view.references[view.places[n]] for n in numbers})

    def _words(
        self, view: View, terms: Sequence[Term], groups: list[list[str]], least: int
    ) -> dict[int, float]:
        if not terms:
            return {}
        schema = view.index.schema
        should = [_should(_all_of(schema, field, words), boost) for field, words, boost in terms]
        must = [
            (tantivy.Occur.Must, tantivy.Query.boolean_query(should, minimum_number_should_match=least)),
            *((tantivy.Occur.Must, _one_of(schema, group)) for group in groups),
        ]
        query = tantivy.Query.boolean_query(must)
        hits = _careful(lambda: view.searcher.search(query, limit=WIDE, count=False).hits)
        numbers = view.searcher.fast_field_values("number", [address for _, address in hits])
        return {int(number): float(score) for number, (score, _) in zip(numbers, hits, strict=True)}

    def passages(self, numbers: Collection[int]) -> dict[int, StoredPassage]:
        view = self._fresh()
        known = [number for number in numbers if number in view.places]
        return _careful(lambda: {number: _passage(view.document(number)) for number in known})

    def passages_of(self, key: str) -> list[StoredPassage]:
        view = self._fresh()
        return [_passage(view.document(int(view.numbers[place]))) for place in view.keys.get(key, ())]

    def passages_of_all(self, keys: Collection[str]) -> dict[str, list[StoredPassage]]:
        texts = {key: self.passages_of(key) for key in keys}
        return {key: passages for key, passages in texts.items() if passages}

    def size(self) -> int:
        return sum(file.stat().st_size for file in self._place().rglob("*") if file.is_file())

    def _place(self) -> Path:
        return self.folder / _pointer(self.folder)[1]

    def _open(self) -> Any:
        if not self.exists():
            raise IndexGoneError("there is no index of this version and model")
        return tantivy.Index.open(str(self._place()))

    def _fresh(self) -> View:
        """Notice what any process wrote: Tantivy's list of segments changes with every commit, the folder with every
        rebuild."""
        for _ in range(SWAPS):
            stamp = self._stamp()
            view = self.view
            if view is not None and view.stamp == stamp and view.is_whole():
                return view
            with self.reading:
                view = self.view
                if view is not None and view.stamp == stamp and view.is_whole():
                    return view
                # A view of damaged files is not asked for anything: reading past their end would end the process.
                self.view = None
                known = view if view is not None and view.is_whole() else None
                current = self._read(stamp, known)
                if current is not None:
                    self.view = current
                    return current
        raise SearchUnavailableError("the index cannot be read")

    def _read(self, stamp: str, known: View | None) -> View | None:
        """None when the index was swapped meanwhile, and is to be looked up again."""
        place = self._place()
        try:
            return _careful(lambda: View.of(self._open(), stamp, known, place))
        except SearchUnavailableError:
            if self._stamp() == stamp:
                raise
            return None

    def _stamp(self) -> str:
        identity, name = _pointer(self.folder)
        if identity != self.identity:
            self.view = None
            raise IndexGoneError("there is no index of this version and model")
        try:
            return name + (self.folder / name / "meta.json").read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            if _pointer(self.folder)[1] != name:
                return self._stamp()
            raise IndexGoneError("the index is gone") from error


def read_folder_identity(folder: Path) -> str | None:
    """The model that the index was made with; None when there is no index that this version can read."""
    version, _, identity = _pointer(folder)[0].partition(" ")
    return identity if version == FORMAT and identity else None


def _pointer(folder: Path) -> tuple[str, str]:
    """What made the index, and in which folder it lies; empty when there is none."""
    try:
        identity, _, name = (folder / "format").read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return "", ""
    return (identity, name.strip()) if name.strip() else ("", "")


def _point(folder: Path, identity: str, name: str) -> None:
    fresh = folder / "format.new"
    fresh.write_text(f"{identity}\n{name}\n", encoding="utf-8")
    fresh.replace(folder / "format")


def _careful(action: Callable[[], Found]) -> Found:
    """Whatever is wrong with the files is one answer. Rust reports a broken promise past `Exception`."""
    try:
        return action()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, SearchUnavailableError):
        raise
    except BaseException as error:
        raise SearchUnavailableError(f"the index cannot be read: {error!r}") from error


def _replace(writer: Any, key: str, entries: Sequence[Entry]) -> None:
    writer.delete_documents_by_term("key", key)
    for entry in entries:
        writer.add_document(_document(entry))


@contextlib.contextmanager
def _writer(index: Any) -> Iterator[Any]:
    try:
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    except (ValueError, OSError) as error:
        raise SearchUnavailableError("another process writes the index, or it cannot be written") from error
    yield writer
    writer.commit()
    # Waits for the merging threads, so that the lock is free for the next writer.
    writer.wait_merging_threads()


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (*FIELD_WEIGHTS, "grams"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("labels", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("kept", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("vector", stored=True)
    return builder.build()


def _document(entry: Entry) -> Any:
    document = tantivy.Document()
    document.add_unsigned("number", entry.number)
    document.add_text("key", entry.passage.key)
    document.add_text("title", " ".join([EVERY, *entry.title_stems]))
    document.add_text("facts", " ".join([EVERY, *entry.fact_stems]))
    document.add_text("stems", " ".join(entry.stems))
    document.add_text("grams", " ".join(entry.grams))
    document.add_text("labels", " ".join(entry.labels))
    kept = {
        "heading": entry.passage.heading,
        "text": entry.passage.text,
        "digest": entry.passage.digest,
        "labels": list(entry.labels),
        "facts": list(entry.passage.facts),
    }
    document.add_text("kept", json.dumps(kept, ensure_ascii=False))
    document.add_bytes("vector", b"" if entry.pooled is None else entry.pooled.astype(np.float16).tobytes())
    return document


def _passage(document: Any) -> StoredPassage:
    kept = json.loads(document.get_first("kept"))
    return StoredPassage(
        document.get_first("key"), kept["heading"], kept["text"], kept["digest"], kept["facts"]
    )


def _should(query: Any, boost: float) -> Clause:
    return tantivy.Occur.Should, query if boost == 1.0 else tantivy.Query.boost_query(query, boost)


def _all_of(schema: Any, field: str, tokens: Sequence[str]) -> Any:
    terms = [tantivy.Query.term_query(schema, field, token) for token in tokens]
    if len(terms) == 1:
        return terms[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])


def _one_of(schema: Any, labels: Sequence[str]) -> Any:
    """A condition that adds nothing to the score."""
    terms = [_should(tantivy.Query.term_query(schema, "labels", label), 1.0) for label in labels]
    return tantivy.Query.const_score_query(tantivy.Query.boolean_query(terms), 0.0)
