"""All that the recogniser learns from, read once: sentences, whole texts, and which of these judge it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from krachtwijken.core.text import read_text
from search.engine.embeddings import TokenEmbedder
from search.engine.query import encode_query
from search.engine.recognition import Recogniser
from search.errors import ModelUnavailableError
from search.training import material
from search.training.recogniser import JudgedText, Material, as_sentence, fit_recogniser, fit_without

VERSION = "3"
# Sets of whole texts that are learned from too, and so judged by recognisers that did not see them.
LEARNED = ("texts", "open")


@dataclass(frozen=True)
class Learned:
    """`fitted` on everything; `unseen` are recognisers with the texts that each did not learn from."""

    rows: int
    sets: Mapping[str, Sequence[JudgedText]]
    fitted: Recogniser
    unseen: Sequence[tuple[Recogniser, Sequence[JudgedText]]]


def learn_problems(
    embedder: TokenEmbedder, *, progress: Callable[[str], None] = lambda line: None
) -> Learned:
    """Some three minutes alone on two cores; without calibration."""
    sentences = [*material.label_sentences(), *material.text_sentences()]
    sets = {name: judged_texts(rows, embedder) for name, rows in material.judged_problems().items()}
    whole = [text for name in LEARNED for text in sets[name]]
    vectors = embedder.queries([sentence.text for sentence in sentences])
    learned = Material(
        [*sentences, *(as_sentence(text) for text in whole)],
        np.vstack([vectors, *(text.pooled for text in whole)]),
        embedder.identity,
        sorted({code for sentence in sentences for code in sentence.codes}),
    )
    fitted = fit_recogniser(learned, version=VERSION, progress=progress)
    return Learned(len(learned.sentences), sets, fitted, fit_without(learned, whole))


def judged_texts(rows: Sequence[Mapping[str, Any]], embedder: TokenEmbedder) -> list[JudgedText]:
    texts = []
    for row in rows:
        query = encode_query(row["text"], embedder)
        sentences = [unit.text for unit in read_text(row["text"]).statements]
        pooled = query.terms.pooled
        if pooled is None:
            raise ModelUnavailableError("the model gives no vectors")
        vectors = embedder.queries(sentences)
        texts.append(JudgedText(row["id"], sentences, vectors, query.text, pooled, frozenset(row["labels"])))
    return texts
