"""One state of the embedded index in memory: it never changes, so threads need no lock."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from search.engine.embeddings import Vectors
from search.engine.signals import PassageRef
from search.stores.base import WIDE


@dataclass
class View:
    """Row i of `vectors`, `references` and `addresses` is the passage `numbers[i]`."""

    index: Any
    searcher: Any
    stamp: str
    addresses: Sequence[Any]
    numbers: NDArray[np.uint64]
    references: list[PassageRef]
    vectors: Vectors
    sizes: Mapping[Path, int]

    @classmethod
    def of(cls, index: Any, stamp: str, before: "View | None", folder: Path) -> "View":
        """Read the index in `folder`; what `before` holds already is taken from there."""
        searcher = index.searcher()
        everything = tantivy.Query.all_query()
        hits = searcher.search(everything, limit=max(searcher.num_docs, 1), count=False).hits
        addresses = [address for _, address in hits]
        numbers = [int(number) for number in searcher.fast_field_values("number", addresses)]
        known = before.places if before is not None else {}
        new = [place for place, number in enumerate(numbers) if number not in known]
        read = {place: _read(searcher.doc(addresses[place])) for place in new}
        # Passages of one document, and documents that are alike, share one group of labels in memory.
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        references = []
        for place, number in enumerate(numbers):
            old = known.get(number)
            if old is not None and before is not None:
                references.append(before.references[old])
                continue
            (key, digest, group), _ = read[place]
            references.append(PassageRef(key, digest, shared.setdefault(group, group)))
        vectors = _vectors(numbers, {place: read[place][1] for place in new}, before)
        whole = np.array(numbers, dtype=np.uint64)
        sizes = _sizes(folder, stamp)
        return cls(index, searcher, stamp, addresses, whole, references, vectors, sizes)

    def is_whole(self) -> bool:
        """No file became shorter. One that was removed is no harm: what is open stays readable."""
        return all(_size(file, size) >= size for file, size in self.sizes.items())

    def numbers_of(self, key: str) -> set[int]:
        return {int(self.numbers[place]) for place in self.keys.get(key, ())}

    @cached_property
    def places(self) -> dict[int, int]:
        return {int(number): place for place, number in enumerate(self.numbers.tolist())}

    @cached_property
    def keys(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, reference in enumerate(self.references):
            places.setdefault(reference.key, []).append(place)
        return places

    @cached_property
    def groups_of_labels(self) -> tuple[dict[str, list[int]], NDArray[np.int32]]:
        """Of every label in which of the distinct groups it stands, and for every passage which group it has."""
        groups = [reference.labels for reference in self.references]
        distinct = {group: place for place, group in enumerate(dict.fromkeys(groups))}
        where: dict[str, list[int]] = {}
        for group, place in distinct.items():
            for label in group:
                where.setdefault(label, []).append(place)
        return where, np.array([distinct[group] for group in groups], dtype=np.int32)

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Which passages have a vector; one that was put in while the model was away has none."""
        return np.asarray(self.vectors.any(axis=1))

    def document(self, number: int) -> Any:
        return self.searcher.doc(self.addresses[self.places[number]])

    def nearest(self, pooled: Vectors, groups: Sequence[Sequence[str]]) -> dict[int, float]:
        """Cosine of the nearest WIDE passages that have a label of each group."""
        if not self.vectors.size:
            return {}
        where, which = self.groups_of_labels
        fits = np.ones(int(which.max()) + 1, dtype=bool)
        for group in groups:
            has = np.zeros_like(fits)
            has[[place for label in group for place in where.get(label, ())]] = True
            fits &= has
        likeness = np.where(fits[which] & self.filled, self.vectors @ pooled, -np.inf)
        best = np.argpartition(-likeness, min(WIDE, len(likeness)) - 1)[:WIDE]
        return {
            int(self.numbers[place]): float(likeness[place]) for place in best if likeness[place] > -np.inf
        }


def _sizes(folder: Path, stamp: str) -> dict[Path, int]:
    """Of the files of the segments that `stamp`, the list of segments, names."""
    files = [
        file
        for file in folder.iterdir()
        if file.suffix and file.stem.partition(".")[0] in stamp.replace("-", "")
    ]
    return {file: file.stat().st_size for file in files if file.suffix != ".json"}


def _size(file: Path, when_gone: int) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return when_gone


def _read(document: Any) -> tuple[tuple[str, str, tuple[str, ...]], NDArray[np.float16]]:
    """Key, digest and labels; and the vector."""
    kept = json.loads(document.get_first("kept"))
    vector = np.frombuffer(bytes(document.get_first("vector") or b""), dtype=np.float16)
    return (document.get_first("key"), kept["digest"], tuple(map(sys.intern, kept["labels"]))), vector


def _vectors(numbers: Sequence[int], fresh: dict[int, NDArray[np.float16]], before: View | None) -> Vectors:
    width = max((len(vector) for vector in fresh.values()), default=0)
    if before is not None and before.vectors.size:
        width = max(width, before.vectors.shape[1])
    rows = np.zeros((len(numbers), width), dtype=np.float32)
    if not width:
        return rows
    for place, vector in fresh.items():
        # A passage that was put in while the model was away has none.
        if len(vector):
            rows[place] = vector
    if before is not None and before.vectors.size:
        kept = [place for place in range(len(numbers)) if place not in fresh]
        if not kept:
            # Before there was nothing: its table has no width to take over.
            return rows
        rows[kept] = before.vectors[[before.places[numbers[place]] for place in kept]]
    return rows
