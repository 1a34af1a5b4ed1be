"""What a text says by a classifier of another part of the platform, which has codes of its own."""

from functools import lru_cache
from pathlib import Path

from krachtwijken.core.text import read_text
from search.backend import backend
from search.engine.embeddings import Embedder
from search.engine.recognition import Recogniser, chances_of, load_recogniser
from search.errors import ModelUnavailableError
from search.types import Said

# Of a longer text the rest says the same again.
MOST_SENTENCES = 60
# What the text as a whole counts beside the sentence that says a code most. Of .0, .5 and 1 chosen on the texts of
# tests/golden that were there before it.
WHOLE_SHARE = 0.5
TEXTS_KEPT = 64


def classify(text: str, model: Path) -> tuple[Said, ...]:
    """Of every code of the classifier in the file `model` how sure it is, surest first; empty without a sentence. By
    words alone while there is no language model, or another one than it was fitted with."""
    classifier = _loaded(model)
    embedder = backend().models().embedder
    if embedder is not None and embedder.identity == classifier.identity:
        try:
            return _said(text, classifier, embedder)
        except ModelUnavailableError:
            pass
    return _said(text, classifier, None)


@lru_cache(maxsize=TEXTS_KEPT)
def _said(text: str, classifier: Recogniser, embedder: Embedder | None) -> tuple[Said, ...]:
    sentences = list(dict.fromkeys(unit.text for unit in read_text(text).units))[:MOST_SENTENCES]
    if not sentences:
        return ()
    whole = " ".join(sentences)
    vectors = embedder.queries([*sentences, whole]) if embedder is not None else None
    logits = classifier.sentence_logits([*sentences, whole], vectors)[:, :-1]
    places = logits[:-1].argmax(axis=0)
    chances = chances_of(logits[:-1].max(axis=0) + WHOLE_SHARE * logits[-1])
    return tuple(
        Said(classifier.codes[code], sentences[places[code]], float(chances[code]))
        for code in (-chances).argsort(kind="stable").tolist()
    )


@lru_cache
def _loaded(model: Path) -> Recogniser:
    return load_recogniser(model)
