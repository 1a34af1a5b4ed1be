"""Fit a classifier of sentences for another part of the platform, which has codes of its own."""

from collections.abc import Sequence

from search.backend import backend
from search.errors import ModelUnavailableError
from search.training.material import LabelSentence


def train_classifier(rows: Sequence[tuple[str, str]], *, version: str) -> bytes:
    """The file that `classify` reads, from (sentence, code) with an empty code for what says none; the same for the same
    rows. Raises ModelUnavailableError without a prepared language model."""
    from search.training.recogniser import Material, fit_recogniser  # inline: no page needs scikit-learn

    embedder = backend().embedder
    if embedder is None:
        raise ModelUnavailableError("no prepared model")
    sentences = [LabelSentence(text, (code,) if code else (), (), "") for text, code in rows]
    codes = sorted({code for _, code in rows if code})
    vectors = embedder.queries([sentence.text for sentence in sentences])
    return fit_recogniser(Material(sentences, vectors, embedder.identity, codes), version=version).to_bytes()
