"""Fit the reader of headings: to which field of a shared case what stands below an unknown heading belongs."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from knowledge.contributions.parsing.words import HEADINGS
from search.engine.embeddings import TokenEmbedder
from search.engine.recognition import Recogniser, shares_of
from search.training import material
from search.training.material import LabelSentence
from search.training.recogniser import Material, fit_recogniser

VERSION = "1"
FOLDS = 5
# The chances for which the report says how often the surest field is right.
TOLD = (0.4, 0.65, 0.95)


def learn_headings(
    embedder: TokenEmbedder, *, progress: Callable[[str], None] = lambda line: None
) -> tuple[Recogniser, dict[str, float]]:
    """The reader, and how good readers are that did not see a heading. The headings that the parser knows by themselves are
    learned from too, and not asked."""
    asked, known = material.headings(), _known_headings()
    headings = [*asked, *known]
    vectors = embedder.queries([heading.text for heading in headings])
    fields = sorted(set(HEADINGS) - {""})

    def fit(rows: NDArray[np.intp]) -> Recogniser:
        learned = Material([headings[row] for row in rows], vectors[rows], embedder.identity, fields)
        return fit_recogniser(learned, version=VERSION, progress=progress)

    everything = np.arange(len(headings))
    fold = np.random.default_rng(1).integers(0, FOLDS, len(asked))
    shares = np.zeros((len(asked), len(fields) + 1), dtype=np.float32)
    for number in range(FOLDS):
        unseen = np.flatnonzero(fold == number)
        texts = [asked[row].text for row in unseen]
        recogniser = fit(np.setdiff1d(everything, unseen))
        shares[unseen] = shares_of(recogniser.sentence_logits(texts, vectors[unseen]))
    right = np.array([fields.index(each.codes[0]) if each.codes else len(fields) for each in asked])
    return fit(everything), _report(shares, right, nothing=len(fields))


def _known_headings() -> list[LabelSentence]:
    return [
        LabelSentence(name.strip(), (field,) if field else (), (), "known")
        for field, names in HEADINGS.items()
        for name in names.split(";")
        if name.strip()
    ]


def _report(shares: NDArray[np.float32], right: NDArray[np.intp], *, nothing: int) -> dict[str, float]:
    """Of headings of a field how often the surest one is it, and is another; of the others how often any is named."""
    surest, chance = shares.argmax(axis=1), shares.max(axis=1)
    of_field = right != nothing
    report = {"headings": float(len(right)), "right": round(float((surest == right)[of_field].mean()), 3)}
    for least in TOLD:
        told = (surest != nothing) & (chance >= least)
        report[f"right from {least}"] = round(float((told & (surest == right))[of_field].mean()), 3)
        report[f"wrong from {least}"] = round(float((told & (surest != right))[of_field].mean()), 3)
        report[f"of none, told from {least}"] = round(float(told[~of_field].mean()), 3)
    return report
