"""What fits a described problem, per kind: the index gives a shortlist, the score of pairs orders and explains it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from numpy.typing import NDArray

from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel
from search.backend import backend
from search.engine.highlight import mark
from search.engine.pairs.batch import Models
from search.engine.pairs.features import compare
from search.engine.pairs.readings import PieceReading, ProblemReading, choose_problems
from search.engine.pairs.reasons import Reason, best_reasons, pair_up
from search.engine.pairs.scoring import is_by_words, pool
from search.engine.pairs.sentences import bank_of, stem_set
from search.engine.ranking import RankedDocument
from search.engine.recognition import chances_of
from search.errors import ModelUnavailableError, SearchUnavailableError
from search.retrieval.access import visible_rows, visible_titles
from search.retrieval.evidence import pieces_of
from search.retrieval.hydrate import hits_of
from search.retrieval.problem_reading import read
from search.retrieval.recognise import named_problems
from search.retrieval.route_centres import route_centres
from search.types import Kind, ProblemHit, ReasonShown, SearchFilters

log = structlog.get_logger(__name__)

# Documents of a kind that are looked at closely.
SHORTLIST = 16
# What clearly fits; when nothing does, the first few of what is worth showing stand there as coming near.
CLEAR, WORTH_SHOWING, MOST_NEAR = 0.25, 0.12, 2
# From this chance on something is shown without a reason too, beside what has one.
CLEAR_WITHOUT_REASON = 0.6
# Below this chance a cited sentence was refused more often than not (tests/golden/reading).
SURE_ENOUGH_TO_CITE = 0.8
# A wijk has the same trouble and offers nothing; a centre is advised by what it helps with.
WITH_REASONS = frozenset({Kind.CASE, Kind.PROFILE, Kind.SCHEME})
# A piece speaks of a problem when the recogniser gives this chance at least.
SPEAKS_OF = 0.35


@dataclass(frozen=True)
class Fit:
    """`chance` that a desk officer would propose it; `shared` the code of a problem that both speak of."""

    key: str
    chance: float
    reason: Reason | None = None
    shared: str = ""


def find_for_problem(
    text: str,
    *,
    viewer: Viewer,
    kinds: Sequence[str],
    limit: int = 5,
    problems: Collection[str] | None = None,
) -> dict[str, list[ProblemHit]]:
    """Per kind what fits a described problem best; what an index that is away cannot say is left empty.

    `problems` are the codes that the reader says it is about, None for those that are recognised.
    """
    by_kind: dict[str, list[ProblemHit]] = {kind: [] for kind in kinds}
    try:
        for kind in kinds:
            fits = fits_for_problem(text, viewer=viewer, kind=kind, limit=limit, problems=problems)
            by_kind[kind] = _shown(fits, viewer)
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
    return by_kind


def fits_for_problem(
    text: str, *, viewer: Viewer, kind: str, limit: int, problems: Collection[str] | None = None
) -> list[Fit]:
    """Best first, only what the viewer may see. Raises SearchUnavailableError when there is no index to ask."""
    problem, models = read(text)
    if problem.is_empty:
        return []
    problem = choose_problems(problem, models.recogniser.codes, _named(problem, models), problems)
    if kind == Kind.CENTRE:
        return [
            Fit(key, score, None, code) for key, score, code in route_centres(problem, models, viewer)[:limit]
        ]
    ranking = backend().search(
        problem.query.text,
        audience=audience_terms(viewer), filters=SearchFilters(kinds=(kind,)), limit=SHORTLIST, counted=False,
    )  # fmt: skip
    titles = visible_titles(viewer, [item.key for item in ranking.documents])
    return weigh(problem, models, titles, limit, with_reasons=kind in WITH_REASONS)


def weigh(
    problem: ProblemReading,
    models: Models,
    titles: Mapping[str, str],
    limit: int,
    *,
    with_reasons: bool = True,
) -> list[Fit]:
    """The documents with these keys by how well they fit, those that say too little left out."""
    passages = backend().passages_of_all(titles)
    pieces, weights = pieces_of(passages, titles, models)
    keys = [key for key, group in pieces.items() if group]
    flat = [piece for key in keys for piece in pieces[key]]
    if not flat:
        return []
    owners = np.array([place for place, key in enumerate(keys) for _ in pieces[key]], dtype=np.int64)
    table = compare(problem, flat, weights)
    sums = models.pairs.sums(table)
    chances = models.pairs.chances(pool(sums, owners.tolist(), len(keys)), by_words=is_by_words(table))
    best = _worth_showing(chances, limit)
    named = _named(problem, models)
    labels = _labels(named)
    shared = {
        place: _shared(
            models,
            pieces[keys[place]],
            named,
            labels,
            {fact for each in passages[keys[place]] for fact in each.facts},
        )
        for place in best
    }
    sure = {place: code for place, code in shared.items() if chances[place] >= SURE_ENOUGH_TO_CITE}
    reasons = _reasons(problem, models, flat, owners, sums, sure) if with_reasons else {}
    fits = [
        Fit(keys[place], round(float(chances[place]), 4), reasons.get(place), shared[place]) for place in best
    ]
    told = [fit for fit in fits if fit.reason or fit.shared or fit.chance >= CLEAR_WITHOUT_REASON]
    return told or fits[:MOST_NEAR]


def _worth_showing(chances: NDArray[np.float32], limit: int) -> list[int]:
    order = np.argsort(-chances, kind="stable").tolist()
    clear = [place for place in order if chances[place] >= CLEAR]
    return clear[:limit] or [place for place in order if chances[place] >= WORTH_SHOWING][:MOST_NEAR]


def _named(problem: ProblemReading, models: Models) -> list[str]:
    return [code for code, _, _ in named_problems(problem, models)]


def _labels(codes: Sequence[str]) -> dict[str, str]:
    return dict(ProblemLabel.objects.filter(code__in=codes).values_list("code", "label"))


def _reasons(
    problem: ProblemReading,
    models: Models,
    pieces: Sequence[PieceReading],
    owners: NDArray[np.int64],
    sums: NDArray[np.float32],
    shared: Mapping[int, str],
) -> dict[int, Reason]:
    """By candidate, where one holds: of those that are shown only, with the code of what each shares with the text."""
    model, embedder = models.reasons, models.embedder
    if model is None or embedder is None or problem.vectors is None or not shared:
        return {}
    rows = np.flatnonzero(np.isin(owners, list(shared)))
    some = [pieces[row] for row in rows.tolist()]
    try:
        bank = bank_of(some, embedder.passages, models.recogniser)
    except ModelUnavailableError:
        return {}
    pairs = pair_up(problem, bank, sums[rows], np.stack([piece.logits for piece in some]))
    candidates = int(owners.max()) + 1
    places = [models.recogniser.places.get(shared.get(candidate, "")) for candidate in range(candidates)]
    reasons = best_reasons(problem, bank, model.chances(pairs), owners[rows], candidates, model.least, places)
    return {place: reason for place, reason in enumerate(reasons) if reason is not None}


def _shared(
    models: Models,
    pieces: Sequence[PieceReading],
    named: Sequence[str],
    labels: Mapping[str, str],
    facts: Collection[str],
) -> str:
    """The surest named problem that the pieces speak of too, or that an editor tied to them."""
    spoken = chances_of(np.stack([piece.logits for piece in pieces]).max(axis=0))
    for code in named:
        if labels.get(code) in facts or spoken[models.recogniser.places[code]] >= SPEAKS_OF:
            return code
    return ""


def _shown(fits: Sequence[Fit], viewer: Viewer) -> list[ProblemHit]:
    rows = visible_rows(viewer, [RankedDocument(fit.key, fit.chance) for fit in fits])
    by_key = {fit.key: fit for fit in fits}
    labels = _labels([fit.shared for fit in fits if fit.shared])
    return [
        ProblemHit(
            hit,
            by_key[hit.key].chance,
            _marked(by_key[hit.key].reason),
            labels.get(by_key[hit.key].shared, ""),
        )
        for hit in hits_of(rows, "")
    ]


def _marked(reason: Reason | None) -> ReasonShown | None:
    """The words that both sentences have."""
    if reason is None:
        return None
    shared = stem_set(reason.problem_sentence) & stem_set(reason.evidence_sentence)
    return ReasonShown(mark(reason.problem_sentence, shared), mark(reason.evidence_sentence, shared))
