"""Every way in which something becomes findable, changes what it says, or goes away; on both engines.

What goes away is gone at once from finds, totals, counts and packages, while the worker has not come by yet; after the
worker it is out of the index as well.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction

from knowledge.cases.selectors import cases_with_same_problems
from knowledge.models import (
    CaseIndexPage,
    CasePage,
    CentreOffer,
    CentrePage,
    CentreProblem,
    ContentPage,
    HomePage,
    WijkIndexPage,
    WijkPage,
)
from krachtwijken.accounts.models import User
from krachtwijken.core.models import Organisation, ProblemLabel, Wijk
from search import api
from search.stores.search_index import SearchIndex
from search.types import Kind, SearchFilters
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case, make_centre
from tests.search.finding import VISITOR, Drain, audience_in_index, found, in_index


@pytest.fixture
def case(any_index: SearchIndex, run_outbox: Drain) -> CasePage:
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
    case: CasePage, any_index: SearchIndex, run_outbox: Drain, way: str
) -> None:
    other = make_case(title="Andere aanpak", themes=("wonen",), problems=("WO01",))
    key = f"case:{case.pk}"
    run_outbox()

    HIDING[way](case)

    assert key in any_index.document_keys(), "the worker has not come by, so the index still has it"
    assert found("speelgroen") == []
    assert found("speelgroen", kinds=("case",)) == []
    results = api.find("speelgroen", viewer=VISITOR, filters=SearchFilters(themes=("wonen",)))
    assert sum(option.count for group in results.facets for option in group.options) == 0
    package = api.find_for_problem("speelgroen voor portieken", viewer=VISITOR, kinds=[Kind.CASE])
    assert "Speelgroen voor portieken" not in [item.hit.title for item in package[Kind.CASE]]
    assert case.pk not in [page.pk for page in cases_with_same_problems(VISITOR, other)]

    run_outbox()
    ranking = any_index.search("speelgroen", audience=frozenset({"public"}), filters=SearchFilters())
    assert key not in {item.key for item in ranking.documents}


def test_scheduled_page_is_found_when_its_time_comes(any_index: SearchIndex, run_outbox: Drain) -> None:
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
    committed: None, search_index: SearchIndex, run_outbox: Drain
) -> None:
    case = make_case(title="Speelgroen")
    run_outbox()
    assert in_index(search_index, case)

    expire(case)
    run_outbox()

    assert not in_index(search_index, case)


def test_new_words_replace_old_ones(case: CasePage, any_index: SearchIndex, run_outbox: Drain) -> None:
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
    case: CasePage, any_index: SearchIndex, run_outbox: Drain
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
    case: CasePage, any_index: SearchIndex, run_outbox: Drain
) -> None:
    first, second = Group.objects.create(name="een"), Group.objects.create(name="twee")
    key = f"case:{case.pk}"
    restriction = restrict(case.get_parent(), PageViewRestriction.LOGIN)
    run_outbox()
    assert audience_in_index(any_index, key) == {"login"}

    restriction.restriction_type = PageViewRestriction.GROUPS
    restriction.save()
    run_outbox()
    assert key not in any_index.document_keys(), "a group restriction without a group is for nobody"

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
    assert key not in any_index.document_keys()


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
    case: CasePage, any_index: SearchIndex, run_outbox: Drain
) -> None:
    label = ProblemLabel.objects.get(code="WO01")
    label.label = "Zwerfkatten in het trappenhuis"
    label.save()
    run_outbox()

    assert found("zwerfkatten") == ["Speelgroen voor portieken"]


def test_relation_saved_by_itself_is_followed(
    case: CasePage, any_index: SearchIndex, run_outbox: Drain
) -> None:
    ProblemLabel.objects.filter(code="VE04").update(label="Zwerfkatten in het trappenhuis")
    ProblemLabel.objects.get(code="VE04").cases.add(CasePage.objects.get(pk=case.pk))
    run_outbox()
    assert found("zwerfkatten") == ["Speelgroen voor portieken"]

    ProblemLabel.objects.get(code="VE04").cases.clear()
    run_outbox()
    assert found("zwerfkatten") == []


def test_wijk_and_gemeente_that_are_renamed_are_said_by_the_wijk_page(
    any_index: SearchIndex, run_outbox: Drain
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


def test_offer_of_a_centre_is_followed(any_index: SearchIndex, run_outbox: Drain) -> None:
    centre = closed_section("Centrum")
    offer = CentreOffer.objects.create(page=centre, service="advies", text="Wij vangen zwerfkatten.")
    run_outbox()
    assert found("zwerfkatten") == ["Centrum"]

    offer.delete()
    run_outbox()
    assert found("zwerfkatten") == []


def test_problem_with_which_a_centre_helps_is_followed(any_index: SearchIndex, run_outbox: Drain) -> None:
    ProblemLabel.objects.filter(code="WO12").update(label="Zwerfkatten in het trappenhuis")
    centre = make_centre("Centrum", WO12=2)
    run_outbox()
    assert found("zwerfkatten") == ["Centrum"]

    label = ProblemLabel.objects.get(code="WO12")
    label.label = "Te weinig kwakkels"
    label.save()
    run_outbox()
    assert found("zwerfkatten") == []
    assert found("kwakkels") == ["Centrum"]

    # What a centre can only add something to does not make it a find.
    offer = CentreProblem.objects.get(page=centre)
    offer.weight = 1
    offer.save()
    run_outbox()
    assert found("kwakkels") == []


def test_centre_that_ended_is_not_found_by_problems(any_index: SearchIndex, run_outbox: Drain) -> None:
    ProblemLabel.objects.filter(code="WO12").update(label="Zwerfkatten in het trappenhuis")
    make_centre("Oud", active_until=2012, WO12=3)
    run_outbox()
    assert found("zwerfkatten") == []


def test_plain_page_is_followed(any_index: SearchIndex, run_outbox: Drain) -> None:
    page = ContentPage(title="Over zwerfkatten", slug="over-zwerfkatten", summary="Kort.")
    HomePage.objects.get().add_child(instance=page)
    run_outbox()
    assert found("zwerfkatten") == ["Over zwerfkatten"]
    CaseIndexPage.objects.get().delete()
    page.delete()
    assert found("zwerfkatten") == []
