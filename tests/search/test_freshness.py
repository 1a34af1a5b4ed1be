"""Every way in which something becomes findable, changes what it says, or goes away; on both engines.

What goes away is gone at once from finds, totals, counts and packages, while the worker has not come by yet; after the
worker it is out of the index as well.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile, ProfileEvidence
from expertpool.services.profiles import save_profile, withdraw_consent
from knowledge.models import (
    CaseIndexPage,
    CasePage,
    CentreOffer,
    CentrePage,
    ContentPage,
    HomePage,
    WijkIndexPage,
    WijkPage,
)
from knowledge.selectors import similar_cases
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import LOGGED_IN, PUBLIC, audience_terms
from krachtwijken.accounts.services.roles import grant_role, withdraw_role
from krachtwijken.core.models import Organisation, ProblemLabel, Wijk
from search import api
from search.engine import SearchEngine
from search.types import Kind, SearchFilters
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case

VISITOR = AnonymousUser()
Drain = Callable[[], int]


def found(query: str, viewer: Any = VISITOR, **filters: Any) -> list[str]:
    """Titles, after a look at whether total and counts agree with them."""
    results = api.find(query, viewer=viewer, filters=SearchFilters(**filters), limit=100)
    assert not results.degraded
    assert results.total == len(results.hits)
    kinds = next(group for group in results.facets if group.name == "soort")
    assert sum(option.count for option in kinds.options) == results.total or filters
    return [hit.title for hit in results.hits]


def in_index(engine: SearchEngine, page: Any, kind: Kind = Kind.CASE) -> bool:
    return f"{kind}:{page.pk}" in engine.known()


def audience_in_index(engine: SearchEngine, key: str) -> set[str]:
    """Which words of an audience, each alone, let the index give this document."""
    text = " ".join(f"{passage.heading} {passage.text}" for passage in engine.store.passages_of(key))
    words = {PUBLIC, LOGGED_IN, *(f"role:{role}" for role in Role), *(f"group:{pk}" for pk in range(1, 100))}
    found = {
        word: engine.search(text, audience=frozenset({word}), filters=SearchFilters(), counted=False).found
        for word in words
    }
    return {word for word, items in found.items() if key in {item.key for item in items}}


@pytest.fixture
def case(any_index: SearchEngine, run_outbox: Drain) -> CasePage:
    page = make_case(title="Speelgroen voor portieken", themes=("wonen",), problems=("WO01",))
    run_outbox()
    assert found("speelgroen") == ["Speelgroen voor portieken"]
    return page


def expire(case: CasePage) -> None:
    case.specific.expire_at = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(pk=case.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)


def restrict(page: Page, kind: str, *groups: Group) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sesam")
    restriction.groups.set(groups)
    return restriction


def closed_section(title: str = "Besloten") -> CentrePage:
    organisation = Organisation.objects.create(name=title, slug=title.lower(), kind="kenniscentrum")
    centre = CentrePage(title=title, slug=title.lower(), summary="Kort.", organisation=organisation)
    Page.objects.get(slug="kenniscentra").add_child(instance=centre)
    return centre


def move_into_closed_section(case: CasePage) -> None:
    centre = closed_section()
    restrict(centre, PageViewRestriction.LOGIN)
    case.specific.move(centre, pos="last-child")


def delete_with_parent(case: CasePage) -> None:
    centre = closed_section()
    case.specific.move(centre, pos="last-child")
    CentrePage.objects.get(pk=centre.pk).delete()


HIDING: dict[str, Callable[[CasePage], Any]] = {
    "unpublished": lambda case: case.specific.unpublish(),
    "expired": expire,
    "deleted": lambda case: case.specific.delete(),
    "deleted with its parent": delete_with_parent,
    "bulk deleted": lambda case: Page.objects.filter(pk=case.pk).delete(),
    "parent unpublished with all below": lambda case: _unpublish_all(case),
    "login asked": lambda case: restrict(case, PageViewRestriction.LOGIN),
    "group asked": lambda case: restrict(case, PageViewRestriction.GROUPS, Group.objects.create(name="g")),
    "password asked": lambda case: restrict(case, PageViewRestriction.PASSWORD),
    "login asked above": lambda case: restrict(case.get_parent(), PageViewRestriction.LOGIN),
    "group asked above": lambda case: restrict(
        case.get_parent(), PageViewRestriction.GROUPS, Group.objects.create(name="g")
    ),
    "password asked above": lambda case: restrict(case.get_parent(), PageViewRestriction.PASSWORD),
    "moved below a restriction": move_into_closed_section,
}


def _unpublish_all(case: CasePage) -> None:
    editor = UserFactory(is_superuser=True)
    action = UnpublishPageAction(case.get_parent().specific, user=editor, include_descendants=True)
    action.execute(skip_permission_checks=True)


@pytest.mark.parametrize("way", HIDING)
def test_gone_at_once_for_visitors_and_after_the_worker_from_the_index(
    case: CasePage, any_index: SearchEngine, run_outbox: Drain, way: str
) -> None:
    other = make_case(title="Andere aanpak", themes=("wonen",), problems=("WO01",))
    key = f"case:{case.pk}"
    run_outbox()

    HIDING[way](case)

    assert key in any_index.known(), "the worker has not come by, so the index still has it"
    assert found("speelgroen") == []
    assert found("speelgroen", kinds=("case",)) == []
    results = api.find("speelgroen", viewer=VISITOR, filters=SearchFilters(themes=("wonen",)))
    assert sum(option.count for group in results.facets for option in group.options) == 0
    package = api.find_for_problem("speelgroen voor portieken", viewer=VISITOR, kinds=[Kind.CASE])
    assert "Speelgroen voor portieken" not in [item.hit.title for item in package[Kind.CASE]]
    assert case.pk not in [page.pk for page in similar_cases(VISITOR, other)]

    run_outbox()
    ranking = any_index.search("speelgroen", audience=frozenset({"public"}), filters=SearchFilters())
    assert key not in {item.key for item in ranking.found}


def test_scheduled_page_is_found_when_its_time_comes(any_index: SearchEngine, run_outbox: Drain) -> None:
    page = make_case(title="Nachtbus")
    page.specific.unpublish()
    draft = page.specific
    draft.title, draft.go_live_at = "Nachtbus voor de wijk", timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    run_outbox()
    assert not in_index(any_index, page)

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled", verbosity=0)
        run_outbox()

    assert found("nachtbus") == ["Nachtbus voor de wijk"]


def test_schedule_outside_a_transaction_leaves_its_row(
    committed: None, search_index: SearchEngine, run_outbox: Drain
) -> None:
    case = make_case(title="Speelgroen")
    run_outbox()
    assert in_index(search_index, case)

    expire(case)
    run_outbox()

    assert not in_index(search_index, case)


def test_new_words_replace_old_ones(case: CasePage, any_index: SearchEngine, run_outbox: Drain) -> None:
    page = case.specific
    page.title = "Pannaveld op het plein"
    page.save_revision().publish()
    run_outbox()

    assert found("pannaveld") == ["Pannaveld op het plein"]
    assert found("speelgroen") == []


def test_draft_says_nothing_yet(case: CasePage, run_outbox: Drain) -> None:
    page = case.specific
    page.title = "Pannaveld op het plein"
    page.save_revision()
    run_outbox()

    assert found("pannaveld") == []
    assert found("speelgroen") == ["Speelgroen voor portieken"]


def test_new_address_and_new_place_lead_to_the_page(case: CasePage, run_outbox: Drain) -> None:
    page = case.specific
    page.slug = "een-ander-adres"
    page.save_revision().publish()
    (hit,) = api.find("speelgroen", viewer=VISITOR).hits
    assert hit.url.endswith("/een-ander-adres/")

    CasePage.objects.get(pk=case.pk).specific.move(closed_section("Centrum"), pos="last-child")
    (hit,) = api.find("speelgroen", viewer=VISITOR).hits
    assert "/centrum/" in hit.url
    run_outbox()
    assert found("speelgroen") == ["Speelgroen voor portieken"]


def test_section_that_moves_takes_its_cases_out_of_a_restriction(
    case: CasePage, any_index: SearchEngine, run_outbox: Drain
) -> None:
    centre = closed_section()
    restriction = restrict(centre, PageViewRestriction.LOGIN)
    case.specific.move(centre, pos="last-child")
    run_outbox()
    assert audience_in_index(any_index, f"case:{case.pk}") == {"login"}

    restriction.delete()
    run_outbox()
    assert audience_in_index(any_index, f"case:{case.pk}") == {"public"}
    assert found("speelgroen") == ["Speelgroen voor portieken"]


def test_restriction_that_changes_its_kind_and_groups(
    case: CasePage, any_index: SearchEngine, run_outbox: Drain
) -> None:
    first, second = Group.objects.create(name="een"), Group.objects.create(name="twee")
    key = f"case:{case.pk}"
    restriction = restrict(case.get_parent(), PageViewRestriction.LOGIN)
    run_outbox()
    assert audience_in_index(any_index, key) == {"login"}

    restriction.restriction_type = PageViewRestriction.GROUPS
    restriction.save()
    run_outbox()
    assert key not in any_index.known(), "a group restriction without a group is for nobody"

    restriction.groups.set([first])
    run_outbox()
    assert audience_in_index(any_index, key) == {f"group:{first.pk}"}

    second.pageviewrestriction_set.add(restriction)
    run_outbox()
    assert audience_in_index(any_index, key) == {f"group:{first.pk}", f"group:{second.pk}"}

    first.delete()
    run_outbox()
    assert audience_in_index(any_index, key) == {f"group:{second.pk}"}

    restriction.groups.clear()
    run_outbox()
    assert key not in any_index.known()


def test_member_of_a_group_finds_what_is_for_the_group_until_put_out(
    case: CasePage, run_outbox: Drain
) -> None:
    group = Group.objects.create(name="leesgroep")
    restrict(case, PageViewRestriction.GROUPS, group)
    run_outbox()
    person = UserFactory()
    assert found("speelgroen", person) == []

    person.groups.add(group)
    assert found("speelgroen", User.objects.get(pk=person.pk)) == ["Speelgroen voor portieken"]

    person.groups.remove(group)
    assert found("speelgroen", User.objects.get(pk=person.pk)) == []


def test_problem_label_that_is_renamed_is_said_by_its_cases(
    case: CasePage, any_index: SearchEngine, run_outbox: Drain
) -> None:
    label = ProblemLabel.objects.get(code="WO01")
    label.label = "Zwerfkatten in het trappenhuis"
    label.save()
    run_outbox()

    assert found("zwerfkatten") == ["Speelgroen voor portieken"]


def test_relation_saved_by_itself_is_followed(
    case: CasePage, any_index: SearchEngine, run_outbox: Drain
) -> None:
    ProblemLabel.objects.filter(code="VE04").update(label="Zwerfkatten in het trappenhuis")
    ProblemLabel.objects.get(code="VE04").cases.add(CasePage.objects.get(pk=case.pk))
    run_outbox()
    assert found("zwerfkatten") == ["Speelgroen voor portieken"]

    ProblemLabel.objects.get(code="VE04").cases.clear()
    run_outbox()
    assert found("zwerfkatten") == []


def test_wijk_and_gemeente_that_are_renamed_are_said_by_the_wijk_page(
    any_index: SearchEngine, run_outbox: Drain
) -> None:
    wijk = Wijk.objects.filter(page=None).first()
    assert wijk is not None
    page = WijkPage(
        title="Een wijk", slug="een-wijk", summary="Kort.", wijk=wijk, about="Een wijk met portieken."
    )
    WijkIndexPage.objects.get().add_child(instance=page)
    run_outbox()

    wijk.name = "Zwerfkattenbuurt"
    wijk.save()
    run_outbox()
    assert "Een wijk" in found("zwerfkattenbuurt")

    wijk.gemeente.name = "Kwakkelmonde"
    wijk.gemeente.save()
    run_outbox()
    assert "Een wijk" in found("kwakkelmonde")


def test_offer_of_a_centre_is_followed(any_index: SearchEngine, run_outbox: Drain) -> None:
    centre = closed_section("Centrum")
    offer = CentreOffer.objects.create(page=centre, service="advies", text="Wij vangen zwerfkatten.")
    run_outbox()
    assert found("zwerfkatten") == ["Centrum"]

    offer.delete()
    run_outbox()
    assert found("zwerfkatten") == []


@pytest.fixture
def profile(any_index: SearchEngine, run_outbox: Drain) -> ExpertProfile:
    made = ExpertProfile.objects.create(
        title="Wijkverbinder", slug="wijkverbinder", summary="Verbindt.", about="Kent speelgroen.",
        levels=["bewoner"], roles=[], visibility=Visibility.PUBLIC, consent_until=date(2099, 1, 1),
        user=UserFactory(role="expert"),
    )  # fmt: skip
    run_outbox()
    assert found("speelgroen") == ["Wijkverbinder"]
    return made


PROFILE_HIDING: dict[str, Callable[[ExpertProfile], Any]] = {
    "consent withdrawn": lambda profile: withdraw_consent(profile=profile, actor=profile.user),
    "narrower ring": lambda profile: save_profile(
        profile=profile, actor=profile.user, changes={"visibility": Visibility.LOKET}
    ),
    "account closed": lambda profile: User.objects.get(pk=profile.user_id).close(),
    "deleted": lambda profile: profile.delete(),
    "account deleted": lambda profile: profile.user.delete(),
}


@pytest.mark.parametrize("way", PROFILE_HIDING)
def test_person_is_gone_at_once(
    profile: ExpertProfile,
    any_index: SearchEngine,
    run_outbox: Drain,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def close(user: User) -> None:
        user.is_active = False
        user.save(update_fields=["is_active"])

    monkeypatch.setattr(User, "close", close, raising=False)
    key = f"profile:{profile.pk}"

    PROFILE_HIDING[way](profile)

    assert key in any_index.known()
    assert found("speelgroen") == []
    run_outbox()
    assert audience_in_index(any_index, key).isdisjoint({"public"})


def test_consent_that_ends_by_its_date_hides_at_once_and_leaves_the_index_at_night(
    profile: ExpertProfile, any_index: SearchEngine, run_outbox: Drain
) -> None:
    from search.handlers import reconcile

    # Past every signal, as time itself goes by.
    ExpertProfile.objects.filter(pk=profile.pk).update(consent_until=timezone.localdate() - timedelta(days=1))
    assert found("speelgroen") == []
    assert run_outbox() == 0
    assert in_index(any_index, profile, Kind.PROFILE)

    reconcile()

    assert not in_index(any_index, profile, Kind.PROFILE)


def test_evidence_of_a_person_is_followed(profile: ExpertProfile, run_outbox: Drain) -> None:
    row = ProfileEvidence.objects.create(
        profile=profile, kind="praktijk", title="Zwerfkatten", text="Ving zwerfkatten."
    )
    run_outbox()
    assert found("zwerfkatten") == ["Wijkverbinder"]

    row.counts = False
    row.save()
    run_outbox()
    assert found("zwerfkatten") == []


def test_role_and_account_decide_at_once_what_somebody_finds(
    profile: ExpertProfile, run_outbox: Drain
) -> None:
    save_profile(profile=profile, actor=profile.user, changes={"visibility": Visibility.LOKET})
    run_outbox()
    person = UserFactory(role="loket")
    assert found("speelgroen", person) == ["Wijkverbinder"]

    withdraw_role(user=person, role=Role.LOKET, actor=None)
    assert found("speelgroen", User.objects.get(pk=person.pk)) == []

    grant_role(user=person, role=Role.LOKET, actor=None)
    User.objects.filter(pk=person.pk).update(is_active=False)
    closed = User.objects.get(pk=person.pk)
    assert audience_terms(closed) == {"public"}
    assert found("speelgroen", closed) == []


def test_plain_page_is_followed(any_index: SearchEngine, run_outbox: Drain) -> None:
    page = ContentPage(title="Over zwerfkatten", slug="over-zwerfkatten", summary="Kort.")
    HomePage.objects.get().add_child(instance=page)
    run_outbox()
    assert found("zwerfkatten") == ["Over zwerfkatten"]
    CaseIndexPage.objects.get().delete()
    page.delete()
    assert found("zwerfkatten") == []
