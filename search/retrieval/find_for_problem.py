"""What fits a described problem, per kind: the index gives a shortlist, the score of pairs orders and explains it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from numpy.typing import NDArray

from knowledge.selectors import centre_problem_weights
from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel
from search.backend import backend
from search.engine.centre_routing import FLOOR, FLOOR_UNNAMED, route
from search.engine.highlight import mark
from search.engine.pairs.batch import Models
from search.engine.pairs.features import PieceTable, compare
from search.engine.pairs.readings import PieceReading, ProblemReading, choose_problems
from search.engine.pairs.reasons import Reason, best_reasons, pair_up
from search.engine.pairs.scoring import is_by_words, pool
from search.engine.pairs.sentences import bank_of, stem_set
from search.engine.ranking import RankedDocument
from search.engine.recognition import chances_of, stated_chances
from search.errors import ModelUnavailableError, SearchUnavailableError
from search.retrieval.access import visible_rows, visible_titles
from search.retrieval.evidence import pieces_of
from search.retrieval.hydrate import hits_of
from search.retrieval.recognise import named_problems, read_with_models
from search.types import Kind, ProblemHit, ReasonShown, SearchFilters

log = structlog.get_logger(__name__)

# Documents of a kind that are looked at closely.
SHORTLIST = 16
# What clearly fits, by the chance that a desk officer would sign it: four of five approaches and people above these were
# signed (docs/matching.md). When nothing does, the first few of what is worth showing stand there as coming near. The score
# of a centre is no such chance: a problem with a chance of .4 brings its first address .36.
CLEAR = 0.38
CLEAR_BY_KIND: Mapping[str, float] = {Kind.CASE: 0.62, Kind.CENTRE: 0.25}
WORTH_SHOWING, MOST_NEAR = 0.35, 2
# From this chance on something is shown without a reason too, beside what has one: below it a third was signed.
CLEAR_WITHOUT_REASON = 0.8
# What fits less well than what is shown, and better than by chance: for who wants to look further.
FURTHER = 0.25
# A wijk has the same trouble and offers nothing; a centre is advised by what it helps with.
WITH_REASONS = frozenset({Kind.CASE, Kind.PROFILE, Kind.SCHEME})
# A piece speaks of a problem when the recogniser gives this chance at least; a page that an editor tied to the problem
# says so in other words, but not in none.
SPEAKS_OF, SPEAKS_OF_TIED = 0.35, 0.2
# But a scheme and a wijk say in two lines what they are: there the tie of an editor is enough.
TIE_IS_ENOUGH = frozenset({Kind.SCHEME, Kind.WIJK})
# From this chance on a shared problem is told as the reason: beside approaches that fit less well it was refused in half.
SURE_TO_SHARE: Mapping[str, float] = {Kind.CASE: 0.8}


@dataclass(frozen=True)
class Fit:
    """`chance` that a desk officer would propose it; `shared` the code of a problem that both speak of; `is_further` when
    it is not advised, but comes after what is."""

    key: str
    chance: float
    reason: Reason | None = None
    shared: str = ""
    is_further: bool = False


def chance_to_be_clear(kind: str) -> float:
    return CLEAR_BY_KIND.get(kind, CLEAR)


def find_for_problem(
    text: str,
    *,
    viewer: Viewer,
    kinds: Sequence[str],
    limit: int = 5,
    problems: Collection[str] | None = None,
    further: int = 0,
) -> dict[str, list[ProblemHit]]:
    """Per kind what fits a described problem best; what an index that is away cannot say is left empty.

    `problems` are the codes that the reader says it is about, None for those that are recognised. After what is advised
    come `further` others at most, marked so.
    """
    by_kind: dict[str, list[ProblemHit]] = {kind: [] for kind in kinds}
    try:
        for kind in kinds:
            fits = fits_for_problem(
                text, viewer=viewer, kind=kind, limit=limit, problems=problems, further=further
            )
            by_kind[kind] = _shown(fits, viewer)
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
    return by_kind


def fits_for_problem(
    text: str,
    *,
    viewer: Viewer,
    kind: str,
    limit: int,
    problems: Collection[str] | None = None,
    further: int = 0,
) -> list[Fit]:
    """Best first, only what the viewer may see; then what comes `further`. Raises SearchUnavailableError when there is no
    index to ask."""
    problem, models = read_with_models(text)
    if problem.is_empty:
        return []
    problem = choose_problems(problem, models.recogniser.codes, _named(problem, models), problems)
    if kind == Kind.CENTRE:
        return route_centres(problem, models, viewer)[:limit]
    ranking = backend().search(
        problem.query.text,
        audience=audience_terms(viewer), filters=SearchFilters(kinds=(kind,)), limit=SHORTLIST, counted=False,
    )  # fmt: skip
    titles = visible_titles(viewer, [item.key for item in ranking.documents])
    return weigh(problem, models, titles, limit, kind, further=further)


def weigh(
    problem: ProblemReading,
    models: Models,
    titles: Mapping[str, str],
    limit: int,
    kind: str = Kind.PROFILE,
    *,
    further: int = 0,
) -> list[Fit]:
    """The documents of one kind with these keys by how well they fit, those that say too little left out."""
    places_by_label = _places_by_label(models)
    passages = backend().passages_of_all(titles)
    pieces, weights = pieces_of(passages, titles, models, places_by_label)
    keys = [key for key, group in pieces.items() if group]
    flat = [piece for key in keys for piece in pieces[key]]
    if not flat:
        return []
    owners = np.array([place for place, key in enumerate(keys) for _ in pieces[key]], dtype=np.int64)
    table = compare(problem, PieceTable.of(flat, weights))
    sums = models.pairs.sums(table)
    chances = models.pairs.chances(pool(sums, owners.tolist(), len(keys)), by_words=is_by_words(table))
    clear, sure_to_share = chance_to_be_clear(kind), SURE_TO_SHARE.get(kind, 0)
    best = _worth_showing(chances, limit, clear)
    named = _named(problem, models)
    least = 0.0 if kind in TIE_IS_ENOUGH else SPEAKS_OF_TIED
    shared = {place: _shared(models, pieces[keys[place]], named, least) for place in best}
    sure = {place: code for place, code in shared.items() if chances[place] >= clear}
    reasons = _reasons(problem, models, flat, owners, sums, sure) if kind in WITH_REASONS else {}
    fits = [
        Fit(
            keys[place], round(float(chances[place]), 4), reasons.get(place),
            shared[place] if chances[place] >= sure_to_share else "",
        )
        for place in best
    ]  # fmt: skip
    told = [fit for fit in fits if fit.reason or fit.shared or fit.chance >= CLEAR_WITHOUT_REASON]
    advised = told or fits[:MOST_NEAR]
    return [*advised, *_further(keys, chances, {fit.key for fit in advised}, further)]


def _further(
    keys: Sequence[str], chances: NDArray[np.float32], advised: Collection[str], most: int
) -> list[Fit]:
    rows = [(float(chance), key) for chance, key in zip(chances.tolist(), keys, strict=True)]
    left = sorted(row for row in rows if row[0] >= FURTHER and row[1] not in advised)
    return [Fit(key, round(chance, 4), is_further=True) for chance, key in left[::-1][:most]]


def route_centres(problem: ProblemReading, models: Models, viewer: Viewer) -> list[Fit]:
    """Knowledge centres by what they help with, not by the likeness of texts, best first; may be none.

    By the problems that are sure enough to be named. When none is, the likely ones still point somewhere, but no code is
    given: the reader is not told of a problem that was not recognised.
    """
    recogniser = models.recogniser
    chances = stated_chances(problem.logits).max(axis=0)
    by_code = dict(zip(recogniser.codes, chances.tolist(), strict=True))
    least = recogniser.least_for(by_words=models.embedder is None)
    named = {code: chance for code, chance in by_code.items() if chance >= least}
    floor = FLOOR if named else FLOOR_UNNAMED
    routed = route(named or by_code, centre_problem_weights(viewer), floor=floor)
    return [
        Fit(f"{Kind.CENTRE}:{pk}", round(score, 4), None, code if code in named else "")
        for pk, score, code in routed
    ]


def _worth_showing(chances: NDArray[np.float32], limit: int, clear: float) -> list[int]:
    order = np.argsort(-chances, kind="stable").tolist()
    best = [place for place in order if chances[place] >= clear]
    return best[:limit] or [place for place in order if chances[place] >= WORTH_SHOWING][:MOST_NEAR]


def _named(problem: ProblemReading, models: Models) -> list[str]:
    return [code for code, _, _ in named_problems(problem, models)]


def _labels(codes: Sequence[str]) -> dict[str, str]:
    return dict(ProblemLabel.objects.filter(code__in=codes).values_list("code", "label"))


def _places_by_label(models: Models) -> dict[str, int]:
    """Of every problem that the recogniser knows, by the label that stands among the facts of what is tied to it."""
    places = models.recogniser.places
    labels = ProblemLabel.objects.filter(code__in=places).values_list("code", "label")
    return {label: places[code] for code, label in labels}


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
    reasons = best_reasons(problem, bank, pairs, model, owners[rows][bank.pieces], candidates, places)
    return {place: reason for place, reason in enumerate(reasons) if reason is not None}


def _shared(models: Models, pieces: Sequence[PieceReading], named: Sequence[str], least: float) -> str:
    """The surest named problem that the pieces speak of (a chance of `least`) and to which an editor tied them; where
    nobody tied any, that they speak of clearly."""
    places = {place for piece in pieces for place in piece.tied}
    spoken = chances_of(np.stack([piece.logits for piece in pieces]).max(axis=0))
    if places:
        places = {place for place in places if spoken[place] >= least}
    else:
        places = set(np.flatnonzero(spoken >= SPEAKS_OF).tolist())
    return next((code for code in named if models.recogniser.places[code] in places), "")


def _shown(fits: Sequence[Fit], viewer: Viewer) -> list[ProblemHit]:
    rows = visible_rows(viewer, [RankedDocument(fit.key, fit.chance) for fit in fits])
    by_key = {fit.key: fit for fit in fits}
    labels = _labels([fit.shared for fit in fits if fit.shared])
    return [
        ProblemHit(
            hit,
            by_key[hit.key].chance,
            # What was given up or made no difference is no answer, however well its sentence fits.
            None if hit.is_lesson else _marked(by_key[hit.key].reason),
            labels.get(by_key[hit.key].shared, ""),
            by_key[hit.key].is_further,
        )
        for hit in sorted(hits_of(rows, ""), key=lambda hit: hit.is_lesson)
    ]


def _marked(reason: Reason | None) -> ReasonShown | None:
    """The words that both sentences have."""
    if reason is None:
        return None
    shared = stem_set(reason.problem_sentence) & stem_set(reason.evidence_sentence)
    return ReasonShown(mark(reason.problem_sentence, shared), mark(reason.evidence_sentence, shared))
