"""A typed question about a known problem: what is tied to that problem stands higher."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from expertpool.enums import EvidenceKind, Visibility
from expertpool.models import ExpertProfile, ProfileEvidence
from knowledge.enums import CaseStatus
from search.engine.query import Query, StoreQuery
from search.engine.ranking import Ranker, RankingWeights
from search.engine.recognition import packaged_recogniser
from search.engine.signals import PassageRef, Signals
from search.searchable.cases import build_case
from search.searchable.centres import build_centre
from search.searchable.profiles import build_profile
from search.stores.search_index import SearchIndex
from search.stores.tantivy import TantivyStore
from search.stores.vectors.file import FileVectorStore
from search.types import EVERYTHING, Document
from tests.factories.pages import make_case, make_centre
from tests.fakes import WordEmbedder

NO_PIECES = (np.zeros(0, np.int32), np.zeros((0, 0), np.float32))
STEMS = {1: 4.0, 2: 3.0, 3: 2.0}
LABELS = {1: (), 2: ("touched:WE05",), 3: ("problem:WE05", "problem:WO01")}


class OneAnswer:
    """A store that finds three documents by their words, nearer to the question in meaning or not."""

    def __init__(self, cosine: float = 0.9) -> None:
        self.cosine = cosine

    def signals_many(
        self, query: StoreQuery, *, audience: frozenset[str], filters: Sequence[Any]
    ) -> list[Signals]:
        references = {number: PassageRef(f"case:{number}", "", labels) for number, labels in LABELS.items()}
        dense = {1: self.cosine - 0.1, 2: self.cosine - 0.05, 3: self.cosine}
        return [Signals(STEMS, {}, dense, references) for _ in filters]


def order(
    asked: dict[str, float],
    *,
    cosine: float = 0.9,
    dense: float = 0.0,
    problems: float = 0.0,
    clear: bool = False,
) -> list[str]:
    weights = RankingWeights(stems=1.0, grams=0.0, dense=dense, late=0.0, problems=problems)
    query = Query("armoede", StoreQuery(["armoed"], [], None), *NO_PIECES, asked)
    ranker = Ranker(OneAnswer(cosine), FileVectorStore(), weights)
    ranking = ranker.rank(query, frozenset({"public"}), EVERYTHING, 10, counted=False, clear=clear)
    return [item.key for item in ranking.documents]


def test_tied_to_what_is_asked_stands_higher_and_surer_problems_count_more() -> None:
    assert order({}, problems=3.0) == ["case:1", "case:2", "case:3"]
    assert order({"WE05": 1.0}, problems=3.0) == ["case:3", "case:2", "case:1"]
    assert order({"WE05": 0.1}, problems=3.0) == ["case:1", "case:2", "case:3"]
    assert order({"WE05": 1.0}, problems=0.0) == ["case:1", "case:2", "case:3"]


def test_work_on_a_problem_counts_half_of_a_tie() -> None:
    assert order({"WE05": 0.5}, problems=2.2) == ["case:3", "case:2", "case:1"]


@pytest.mark.parametrize(("cosine", "first"), [(0.9, "case:3"), (0.8, "case:1")])
def test_meaning_orders_nothing_when_no_text_is_nearer_than_chance(cosine: float, first: str) -> None:
    assert order({}, cosine=cosine, dense=5.0, clear=True)[0] == first


def test_shortlist_for_advice_keeps_what_meaning_says() -> None:
    assert order({}, cosine=0.8, dense=5.0)[0] == "case:3"


def labels_of(document: Document | None) -> set[str]:
    assert document is not None
    return set(document.labels)


def test_case_is_tied_to_its_problems_and_a_failed_one_is_called_so(site_tree: Any) -> None:
    running, stopped = make_case(problems=("WE05", "WO01")), make_case(status=CaseStatus.GESTOPT)
    assert {"problem:WE05", "problem:WO01"} <= labels_of(build_case(running))
    documents = build_case(running), build_case(stopped)
    assert [document is not None and "mislukt" in document.facts for document in documents] == [False, True]


def test_second_address_of_a_centre_counts_as_touched(site_tree: Any) -> None:
    labels = labels_of(build_centre(make_centre("Groen", WO01=3, WE05=2, LE01=1)))
    assert {"problem:WO01", "touched:WE05"} <= labels
    assert not {label for label in labels if "LE01" in label}


def test_centre_is_found_by_the_name_of_what_went_before_and_after(site_tree: Any) -> None:
    new, old = make_centre("Nieuw"), make_centre("Oud", active_until=2015)
    old.organisation.successor = new.organisation
    old.organisation.save()
    assert "Opvolger van Oud" in getattr(build_centre(new), "facts", ())
    assert "Opvolger: Nieuw" in getattr(build_centre(type(old).objects.get(pk=old.pk)), "facts", ())
    assert f"link:centre:{old.pk}" in labels_of(build_centre(new))
    assert f"link:centre:{new.pk}" in labels_of(build_centre(type(old).objects.get(pk=old.pk)))


def test_person_touched_the_problems_of_practices_that_show_the_work_and_may_be_read(site_tree: Any) -> None:
    shown, hidden, closed = (
        make_case(problems=("WE05",)),
        make_case(problems=("WO01",)),
        make_case(problems=("LE01",)),
    )
    closed.specific.unpublish()
    profile = ExpertProfile.objects.create(
        title="Verbinder", slug="verbinder", summary="Verbindt.", about="Kent iedereen.",
        visibility=Visibility.PUBLIC, consent_until=date(2099, 1, 1),
    )  # fmt: skip
    for page, kind in (
        (shown, EvidenceKind.CASE),
        (hidden, EvidenceKind.REFERENCE),
        (closed, EvidenceKind.CASE),
    ):
        ProfileEvidence.objects.create(profile=profile, kind=kind, title="Werk", page=page, year=2026)
    assert labels_of(build_profile(profile)) == {"touched:WE05", f"link:case:{shown.pk}"}
    ExpertProfile.objects.filter(pk=profile.pk).update(visibility=Visibility.GEMEENTEN)
    assert labels_of(build_profile(ExpertProfile.objects.get(pk=profile.pk))) == {
        "touched:WE05",
        "touched:WO01",
        f"link:case:{shown.pk}",
        f"link:case:{hidden.pk}",
    }


def test_recogniser_of_another_model_is_not_asked(tmp_path: Path) -> None:
    recogniser, embedder = packaged_recogniser(), WordEmbedder()
    store = TantivyStore(tmp_path / "index", embedder.identity)
    assert SearchIndex(store, embedder, FileVectorStore(), recogniser=recogniser).recogniser is None
    embedder.identity = recogniser.identity
    assert SearchIndex(store, embedder, FileVectorStore(), recogniser=recogniser).recogniser is recogniser
    assert SearchIndex(store, None, FileVectorStore(), recogniser=recogniser).recogniser is None
