"""The embedded engine: Tantivy for words, vectors beside it in the same index, exact search over both.

The vectors are read into memory when the index opens; after each change, by any process, only the new ones are.
"""

import contextlib
import json
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from search.errors import SearchUnavailableError
from search.stores.base import (
    EVERY_TITLE,
    FORMAT,
    TITLE_WEIGHT,
    WIDE,
    Asked,
    Entry,
    Signals,
    Store,
    least_grams,
    wanted_labels,
)
from search.stores.view import View
from search.types import SearchFilters, StoredPassage

WRITER_BYTES = 30_000_000
Clause = tuple[Any, Any]
# Field, tokens that must all be there, and how much they count.
Term = tuple[str, Sequence[str], float]


class EmbeddedStore(Store):
    """One index in one folder. Any number of readers; writers wait for each other inside a process."""

    def __init__(self, folder: Path, identity: str) -> None:
        self.folder = folder
        self.identity = f"{FORMAT} {identity}"
        self.writing = threading.Lock()
        self.reading = threading.Lock()
        self.view: View | None = None

    def exists(self) -> bool:
        try:
            return (self.folder / "format").read_text(encoding="utf-8") == self.identity
        except OSError:
            return False

    def rebuild(self, groups: Iterable[Sequence[Entry]]) -> int:
        with self.writing:
            scratch = self.folder.with_name(self.folder.name + ".new")
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(parents=True)
            count = 0
            with _writer(tantivy.Index(_schema(), str(scratch))) as writer:
                for entries in groups:
                    for entry in entries:
                        writer.add_document(_document(entry))
                    count += 1
            (scratch / "format").write_text(self.identity, encoding="utf-8")
            self._swap(scratch)
        return count

    def _swap(self, scratch: Path) -> None:
        old = self.folder.with_name(self.folder.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(old)
        scratch.rename(self.folder)
        shutil.rmtree(old, ignore_errors=True)

    def put(self, key: str, entries: Sequence[Entry]) -> None:
        with self.writing, _writer(self._open()) as writer:
            writer.delete_documents_by_term("key", key)
            for entry in entries:
                writer.add_document(_document(entry))

    def delete(self, key: str) -> None:
        self.put(key, [])

    def digests(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for reference in self._fresh().references:
            found.setdefault(reference.key, set()).add(reference.digest)
        return found

    def signals(self, asked: Asked, *, audience: frozenset[str], filters: SearchFilters) -> Signals:
        view = self._fresh()
        groups = wanted_labels(audience, filters)
        titled: list[Term] = [("title", (term,), TITLE_WEIGHT) for term in asked.stems]
        named: list[Term] = [("stems", (term,), 1.0) for term in asked.stems]
        for also in asked.also:
            named.append(("stems", also.stems, also.weight))
            titled.append(("title", also.stems, also.weight * TITLE_WEIGHT))
        stems = self._words(view, [*named, *titled], groups, 1)
        pieces: list[Term] = [("grams", (term,), 1.0) for term in asked.grams]
        grams = self._words(view, pieces, groups, least_grams(asked))
        dense = view.nearest(asked.pooled, groups) if asked.pooled is not None else {}
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
        hits = view.searcher.search(tantivy.Query.boolean_query(must), limit=WIDE, count=False).hits
        numbers = view.searcher.fast_field_values("number", [address for _, address in hits])
        return {int(number): float(score) for number, (score, _) in zip(numbers, hits, strict=True)}

    def passages(self, numbers: Collection[int]) -> dict[int, StoredPassage]:
        view = self._fresh()
        known = [number for number in numbers if number in view.places]
        return {number: _passage(view.document(number)) for number in known}

    def passages_of(self, key: str) -> list[StoredPassage]:
        view = self._fresh()
        return [_passage(view.document(int(view.numbers[place]))) for place in view.keys.get(key, ())]

    def labels(self, keys: Collection[str]) -> dict[str, Sequence[str]]:
        view = self._fresh()
        return {view.references[place].key: view.labels[place] for place in view.places_of(frozenset(keys))}

    def size(self) -> int:
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())

    def _open(self) -> Any:
        if not self.exists():
            raise SearchUnavailableError("there is no index of this version and model")
        try:
            return tantivy.Index.open(str(self.folder))
        except (OSError, ValueError) as error:
            raise SearchUnavailableError(f"the index cannot be opened: {error}") from error

    def _fresh(self) -> View:
        """Notice what any process wrote: Tantivy's list of segments changes with every commit."""
        try:
            stamp = (self.folder / "meta.json").read_text(encoding="utf-8")
        except OSError as error:
            raise SearchUnavailableError("the index is gone") from error
        view = self.view
        if view is None or view.stamp != stamp:
            with self.reading:
                if self.view is None or self.view.stamp != stamp:
                    self.view = View.of(self._open(), stamp, self.view)
                view = self.view
        return view


@contextlib.contextmanager
def _writer(index: Any) -> Iterator[Any]:
    try:
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    except ValueError as error:
        raise SearchUnavailableError("another process writes the index") from error
    yield writer
    writer.commit()
    # Waits for the merging threads, so that the lock is free for the next writer.
    writer.wait_merging_threads()


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "stems", "grams"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("labels", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("kept", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("vector", stored=True)
    return builder.build()


def _document(entry: Entry) -> Any:
    document = tantivy.Document()
    document.add_unsigned("number", entry.number)
    document.add_text("key", entry.passage.key)
    document.add_text("title", " ".join([EVERY_TITLE, *entry.title_stems]))
    document.add_text("stems", " ".join(entry.stems))
    document.add_text("grams", " ".join(entry.grams))
    document.add_text("labels", " ".join(entry.labels))
    kept = {
        "heading": entry.passage.heading,
        "text": entry.passage.text,
        "digest": entry.passage.digest,
        "labels": list(entry.labels),
    }
    document.add_text("kept", json.dumps(kept, ensure_ascii=False))
    document.add_bytes("vector", b"" if entry.pooled is None else entry.pooled.astype(np.float16).tobytes())
    return document


def _passage(document: Any) -> StoredPassage:
    kept = json.loads(document.get_first("kept"))
    return StoredPassage(document.get_first("key"), kept["heading"], kept["text"], kept["digest"])


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
