"""Which of the known problems a text states, sentence by sentence. No Django.

A logistic regression per problem on the vector of the sentence beside its stems and pieces of letters; one more says
that a sentence states none of them. Without a language model a second set of weights goes by words alone. How it is
trained and what it reaches: docs/recognition.md.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from search.engine.embeddings import Vectors
from search.engine.features import TermTable

FORMAT = 1
DATA = Path(__file__).parent / "data"
# Of sentences of a problem text, of what somebody types into a search box, and of headings of a case (`codes` are fields then).
PACKAGED, PACKAGED_ASKED, PACKAGED_HEADINGS = (
    DATA / name for name in ("recogniser.npz", "asked.npz", "headings.npz")
)
NONE = "none"
BYTE = 127
# A sentence states a problem when its chance to state none leaves this much.
STATES = 0.4
# Below this chance a question is not about a problem.
MAY_ASK = 0.05
# From this chance on a problem is stated whatever that says: "er is veel overlast" has the words of many sentences that deny it.
SURE = 0.9
# Words alone are too ready to say that a sentence states none: so much less counts its logit: docs/recognition.md.
NONE_BY_WORDS = 2.0
# What the text as a whole counts beside its best sentence. Measured: docs/recognition.md.
WHOLE_SHARE = 1.0


@dataclass(frozen=True)
class LinearModel:
    """`dense` (dimension, labels), `words` (terms, labels) and `intercept` (labels,); `dense` has no rows when it goes
    by words alone."""

    dense: NDArray[np.float32]
    words: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def logits(self, rows: sparse.csr_matrix, vectors: Vectors | None) -> NDArray[np.float32]:
        scores = np.asarray(rows @ self.words) + self.intercept
        return (scores if vectors is None else scores + vectors @ self.dense).astype(np.float32)


# Compared by identity: there is one of each version in a process.
@dataclass(frozen=True, eq=False)
class Recogniser:
    """`codes` of the problems; the last column of both models is NONE.

    `centre` and `scale` bring vectors of the model `identity` to what was trained on; of another model they mean nothing.
    Of a text the highest logit of its sentences, and a share of that of the text as a whole, becomes by `curve` (slope and
    offset; `curve_by_words` without a language model) the chance that a careful reader would tick the problem; `least` is
    the chance from which it is named.
    """

    version: str
    identity: str
    codes: Sequence[str]
    vocabularies: Sequence[TermTable]
    centre: NDArray[np.float32]
    scale: float
    with_meaning: LinearModel
    by_words: LinearModel
    least: float
    least_by_words: float
    curve: tuple[float, float] = (1.0, 0.0)
    curve_by_words: tuple[float, float] = (1.0, 0.0)

    def sentence_logits(self, sentences: Sequence[str], vectors: Vectors | None) -> NDArray[np.float32]:
        """(len(sentences), len(codes) + 1). `vectors` (n, dimension) are of the sentences, or None."""
        if not sentences:
            return np.zeros((0, len(self.codes) + 1), dtype=np.float32)
        rows = sparse.hstack([words.vectors(sentences) for words in self.vocabularies]).tocsr()
        if vectors is None:
            return self.by_words.logits(rows, None)
        return self.with_meaning.logits(rows, (vectors - self.centre) * np.float32(self.scale))

    def text_logits(
        self, sentences: Sequence[str], vectors: Vectors | None, whole: str, pooled: Vectors | None
    ) -> NDArray[np.float32]:
        """As `sentence_logits`, each sentence as a part of the text `whole` with the vector `pooled` (dimension,): what a
        text says with all its words together counts too. The last column is of the sentence alone."""
        logits = self.sentence_logits(sentences, vectors)
        if not len(logits):
            return logits
        around = self.sentence_logits([whole], None if vectors is None or pooled is None else pooled[None])
        slope, offset = self.curve if vectors is not None else self.curve_by_words
        if vectors is None:
            logits[:, -1] -= NONE_BY_WORDS
        logits[:, :-1] = slope * (logits[:, :-1] + WHOLE_SHARE * around[:, :-1]) + offset
        return logits

    def problems_asked(self, question: str, pooled: Vectors) -> dict[str, float]:
        """Chance by code of the problems that a typed question may be about, `pooled` (dimension,) its vector; of the
        recogniser that learned from questions. Whether a sentence states any does not count: a few words state nothing."""
        slope, offset = self.curve
        chances = chances_of(slope * self.sentence_logits([question], pooled[None])[0, :-1] + offset)
        return {
            self.codes[place]: float(chances[place]) for place in np.flatnonzero(chances >= MAY_ASK).tolist()
        }

    def logits_by_meaning(self, vectors: Vectors) -> NDArray[np.float32]:
        """As `sentence_logits` for sentences without a word that the vocabularies know: quick, and a little worse."""
        model = self.with_meaning
        return np.asarray((vectors - self.centre) * np.float32(self.scale) @ model.dense + model.intercept)

    def least_for(self, *, by_words: bool) -> float:
        """Chance from which a problem is named."""
        return self.least_by_words if by_words else self.least

    @cached_property
    def places(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}

    def to_bytes(self) -> bytes:
        """Weights of words in a byte each, the rest in half precision: 57 problems and 22,000 terms are some 2 MB."""
        arrays: dict[str, Any] = {"centre": self.centre}
        for name, model in (("with_meaning", self.with_meaning), ("by_words", self.by_words)):
            largest = np.maximum(np.abs(model.words).max(axis=0), 1e-9)
            arrays[f"{name}_words"] = np.round(model.words / largest * BYTE).astype(np.int8)
            arrays[f"{name}_largest"] = largest
            arrays |= {
                f"{name}_{part}": getattr(model, part).astype(np.float16) for part in ("dense", "intercept")
            }
        for place, words in enumerate(self.vocabularies):
            arrays[f"scarcity_{place}"] = words.scarcity
        head = {
            "format": FORMAT, "version": self.version, "identity": self.identity, "codes": list(self.codes),
            "scale": self.scale, "least": self.least, "least_by_words": self.least_by_words,
            "curve": self.curve, "curve_by_words": self.curve_by_words,
            "vocabularies": [{"analyser": words.analyser, "terms": list(words.terms)} for words in self.vocabularies],
        }  # fmt: skip
        file = io.BytesIO()
        np.savez_compressed(file, head=np.frombuffer(json.dumps(head).encode(), dtype=np.uint8), **arrays)
        return file.getvalue()


def _model_of(arrays: Any, name: str) -> LinearModel:
    words = arrays[f"{name}_words"].astype(np.float32) * (arrays[f"{name}_largest"] / BYTE)
    dense, intercept = (arrays[f"{name}_{part}"].astype(np.float32) for part in ("dense", "intercept"))
    # Row after row: otherwise every question copies all of it, which took two of three milliseconds.
    return LinearModel(dense, np.ascontiguousarray(words, dtype=np.float32), intercept)


def stated_chances(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """(sentences, problems): 0 where a sentence likely states none at all, such as "ook schoon en heel is op orde"."""
    chances = chances_of(logits[:, :-1])
    states = chances_of(-logits[:, -1:]) >= STATES
    return np.where(states | (chances >= SURE), chances, np.float32(0))


@cache
def packaged_recogniser() -> Recogniser:
    return load_recogniser(PACKAGED)


@cache
def packaged_asked() -> Recogniser:
    return load_recogniser(PACKAGED_ASKED)


@cache
def packaged_headings() -> Recogniser:
    return load_recogniser(PACKAGED_HEADINGS)


def load_recogniser(path: Path) -> Recogniser:
    with np.load(path) as arrays:
        head = json.loads(arrays["head"].tobytes())
        models = [_model_of(arrays, name) for name in ("with_meaning", "by_words")]
        vocabularies = [
            TermTable(words["analyser"], words["terms"], arrays[f"scarcity_{place}"])
            for place, words in enumerate(head["vocabularies"])
        ]
        return Recogniser(
            head["version"], head["identity"], head["codes"], vocabularies, arrays["centre"], head["scale"],
            models[0], models[1], head["least"], head["least_by_words"],
            tuple(head.get("curve", (1.0, 0.0))), tuple(head.get("curve_by_words", (1.0, 0.0))),
        )  # fmt: skip


def shares_of(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of the same shape, each row adding up to 1: where one of the columns is meant, or none by the last."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)


def chances_of(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of the same shape, 0 to 1."""
    return (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
