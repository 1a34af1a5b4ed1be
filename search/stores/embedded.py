"""The embedded engine: Tantivy for words, vectors beside it in the same index, exact search over both.

A document is a few passages; a passage is one entry. Tantivy gets our own tokens, joined by spaces. The vectors are
read into memory when the index opens and again after each change, by any process.
"""

import contextlib
import json
import shutil
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from search.analysis import tokens
from search.chunking import passages
from search.embedding import Embedder
from search.errors import SearchUnavailableError
from search.fusion import fuse
from search.types import Document, Found, Ranking, SearchFilters, StoredPassage

FORMAT = "1"
WIDE = 300
TITLE_WEIGHT = 2.0
WRITER_BYTES = 30_000_000
PREFIXES = {"kinds": "kind", "themes": "theme"}


class EmbeddedStore:
    """One index in one folder. Any number of readers; writers wait for each other inside a process."""

    def __init__(self, folder: Path, embedder: Embedder | None) -> None:
        self.folder = folder
        self.embedder = embedder
        self.lock = threading.Lock()
        self.seen = ""
        self.vectors: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self.rows: list[StoredPassage] = []
        self.labels: list[frozenset[str]] = []
        self.places: dict[tuple[int, int], int] = {}
        self.index: Any = None

    # -- writing

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Write everything anew beside the old index and swap; returns how many documents."""
        scratch = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        fresh = EmbeddedStore(scratch, self.embedder)
        fresh.index = tantivy.Index(_schema(), str(scratch))
        count = fresh._add(documents)
        (scratch / "format").write_text(self._format(), encoding="utf-8")
        with self.lock:
            old = self.folder.with_name(self.folder.name + ".old")
            shutil.rmtree(old, ignore_errors=True)
            if self.folder.exists():
                self.folder.rename(old)
            scratch.rename(self.folder)
            shutil.rmtree(old, ignore_errors=True)
            self.index = None
        return count

    def upsert(self, document: Document) -> None:
        self._open()
        with self.lock:
            self._add([document], replace=True)

    def delete(self, key: str) -> None:
        self._open()
        with self.lock, self._writer() as writer:
            writer.delete_documents_by_term("key", key)
            writer.commit()

    def _add(self, documents: Iterable[Document], *, replace: bool = False) -> int:
        count = 0
        with self._writer() as writer:
            for document in documents:
                if replace:
                    writer.delete_documents_by_term("key", document.key)
                parts = passages(document)
                vectors = self._embed(document, parts)
                for part, vector in zip(parts, vectors, strict=True):
                    writer.add_document(_entry(document, part, vector))
                count += 1
            writer.commit()
        return count

    def _embed(self, document: Document, parts: Sequence[StoredPassage]) -> list[bytes]:
        if self.embedder is None:
            return [b""] * len(parts)
        texts = [f"{document.title}. {part.heading} {part.text}".strip() for part in parts]
        return [row.astype(np.float16).tobytes() for row in self.embedder.passages(texts)]

    @contextlib.contextmanager
    def _writer(self) -> Any:
        try:
            writer = self.index.writer(heap_size=WRITER_BYTES, num_threads=1)
        except ValueError as error:
            raise SearchUnavailableError("another process writes the index") from error
        yield writer
        # Waits for the merging threads, so that the lock is free for the next writer.
        writer.wait_merging_threads()

    # -- reading

    def exists(self) -> bool:
        """Whether there is an index that this version and model can read."""
        try:
            return (self.folder / "format").read_text(encoding="utf-8") == self._format()
        except OSError:
            return False

    def count(self) -> int:
        """The number of documents."""
        self._refresh()
        return len({row.key for row in self.rows})

    def known(self) -> set[str]:
        self._refresh()
        return {row.key for row in self.rows}

    def search(
        self, query: str, *, audience: frozenset[str], filters: SearchFilters, limit: int = 100
    ) -> Ranking:
        """Documents by words and meaning, best first, of which the audience may see every one."""
        self._refresh()
        allowed = self._allowed(audience, filters)
        lexical = self._by_words(query, allowed)
        dense = self._by_meaning(query, allowed)
        scores = fuse([lexical, dense])
        best: dict[str, tuple[float, int]] = {}
        for position, score in scores.items():
            key = self.rows[int(position)].key
            if key not in best or score > best[key][0]:
                best[key] = (score, int(position))
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:limit]
        found = [Found(key, score, self.rows[position]) for key, (score, position) in ranked]
        return Ranking(found, self._counts([position for _, (_, position) in ranked]))

    def _allowed(self, audience: frozenset[str], filters: SearchFilters) -> NDArray[np.bool_]:
        wanted = [frozenset(f"audience:{word}" for word in audience)]
        wanted += [
            frozenset(f"{prefix}:{value}" for value in getattr(filters, name))
            for name, prefix in PREFIXES.items()
            if getattr(filters, name)
        ]
        # Few distinct sets of labels: each is judged once.
        verdicts = {labels: all(labels & group for group in wanted) for labels in set(self.labels)}
        return np.fromiter((verdicts[labels] for labels in self.labels), dtype=bool, count=len(self.labels))

    def _by_words(self, query: str, allowed: NDArray[np.bool_]) -> dict[str, float]:
        schema = self.index.schema
        terms = list(dict.fromkeys(tokens(query)))[:200]
        clauses = []
        for term in terms:
            clauses.append((tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", term)))
            title = tantivy.Query.term_query(schema, "title", term)
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(title, TITLE_WEIGHT)))
        if not clauses:
            return {}
        searcher = self.index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(clauses), limit=max(WIDE * 4, 1)).hits
        scores: dict[str, float] = {}
        for score, address in hits:
            position = self.places[(address.segment_ord, address.doc)]
            if allowed[position]:
                scores[str(position)] = float(score)
                if len(scores) == WIDE:
                    break
        return scores

    def _by_meaning(self, query: str, allowed: NDArray[np.bool_]) -> dict[str, float]:
        if self.embedder is None or not len(self.vectors) or not query.strip():
            return {}
        similarity = np.where(allowed, self.vectors @ self.embedder.queries([query])[0], -np.inf)
        top = np.argpartition(-similarity, min(WIDE, len(similarity) - 1))[:WIDE]
        return {
            str(position): float(similarity[position])
            for position in top
            if np.isfinite(similarity[position])
        }

    def _counts(self, positions: Sequence[int]) -> dict[str, dict[str, int]]:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for position in positions:
            for label in self.labels[position]:
                prefix, _, value = label.partition(":")
                counts[prefix][value] += 1
        return {name: dict(counts[prefix]) for name, prefix in PREFIXES.items()}

    def _format(self) -> str:
        return f"{FORMAT} {self.embedder.identity if self.embedder else 'words only'}"

    def _open(self) -> None:
        if self.index is not None:
            return
        try:
            if (self.folder / "format").read_text(encoding="utf-8") != self._format():
                raise SearchUnavailableError("the index was made by another version or model")
            self.index = tantivy.Index.open(str(self.folder))
            self.seen = ""
        except (OSError, ValueError) as error:
            raise SearchUnavailableError(f"the index cannot be opened: {error}") from error

    def _refresh(self) -> None:
        """Notice what any process wrote: Tantivy's list of segments changes with every commit."""
        self._open()
        try:
            seen = (self.folder / "meta.json").read_text(encoding="utf-8")
        except OSError as error:
            self.index = None
            raise SearchUnavailableError("the index is gone") from error
        if seen == self.seen:
            return
        with self.lock:
            self._load()
            self.seen = seen

    def _load(self) -> None:
        # Opened anew: a rebuild by another process put a new folder in its place.
        self.index = tantivy.Index.open(str(self.folder))
        searcher = self.index.searcher()
        rows: list[StoredPassage] = []
        labels: list[frozenset[str]] = []
        vectors: list[NDArray[np.float16]] = []
        places: dict[tuple[int, int], int] = {}
        everything = searcher.search(tantivy.Query.all_query(), limit=max(searcher.num_docs, 1)).hits
        for _, address in everything:
            entry = searcher.doc(address)
            places[(address.segment_ord, address.doc)] = len(rows)
            kept = json.loads(entry.get_first("kept"))
            rows.append(StoredPassage(entry.get_first("key"), kept["heading"], kept["text"]))
            labels.append(frozenset(kept["labels"]))
            vectors.append(np.frombuffer(bytes(entry.get_first("vector") or b""), dtype=np.float16))
        self.vectors = np.stack(vectors).astype(np.float32) if vectors else np.zeros((0, 0), dtype=np.float32)
        self.rows, self.labels, self.places = rows, labels, places


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_text_field("body", tokenizer_name="whitespace")
    builder.add_text_field("kept", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("vector", stored=True)
    return builder.build()


def _entry(document: Document, part: StoredPassage, vector: bytes) -> Any:
    labels = [f"kind:{document.kind}", *(f"theme:{theme}" for theme in document.themes)]
    labels += [f"audience:{word}" for word in document.audience]
    entry = tantivy.Document()
    entry.add_text("key", document.key)
    entry.add_text("title", " ".join(tokens(document.title)))
    entry.add_text("body", " ".join(tokens(f"{part.heading} {part.text}")))
    entry.add_text("kept", json.dumps({"heading": part.heading, "text": part.text, "labels": labels}))
    entry.add_bytes("vector", vector)
    return entry
