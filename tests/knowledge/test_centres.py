"""What centres offer per problem: kept in the content management, shown on the page, read for routing."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from knowledge.editorial import examples
from knowledge.editorial.examples import load_examples
from knowledge.models import CentreIndexPage, CentrePage, CentreProblem
from knowledge.page_context.centres import MOST_CARDS
from knowledge.selectors import centre_problem_weights
from krachtwijken.core.models import ProblemLabel
from tests.factories.pages import make_case, make_centre

VISITOR = AnonymousUser()
LIVING = {"RIVM", "Movisie", "CCV", "Platform31", "Kennisplatform Integratie & Samenleving"}


def kept(page: CentrePage) -> dict[str, int]:
    return dict(CentreProblem.objects.filter(page=page).values_list("problem", "weight"))


@pytest.fixture
def editor(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("redactie")


def save_in_admin(client: Client, page: CentrePage, rows: list[dict[str, Any]]) -> Any:
    """Publish the form of the page with these rows of problems; rows that were there have their `id`."""
    known = sum(bool(row.get("id")) for row in rows)
    form = nested_form_data(
        {
            "title": page.title, "slug": page.slug, "summary": page.summary, "organisation": page.organisation_id,
            "about": "", "website": "", "offers": inline_formset([]), "attachments": inline_formset([]),
            "comments": inline_formset([]),
            "problem_offers": inline_formset([{"note": "", **row} for row in rows], initial=known),
            "action-publish": "action-publish",
        }
    )  # fmt: skip
    return client.post(f"/admin/pages/{page.pk}/edit/", form)


def rows_of(page: CentrePage) -> list[dict[str, Any]]:
    offers = CentreProblem.objects.filter(page=page)
    return [{"id": row.pk, "problem": row.problem_id, "weight": row.weight} for row in offers]


def test_editor_adds_changes_and_removes_problems(editor: Client) -> None:
    page = make_centre("Groen", WO12=3, WO09=1)
    rows = rows_of(page)
    rows[0]["weight"] = 2
    rows[1]["DELETE"] = "on"
    rows.append({"problem": "R08", "weight": 3, "note": "Cijfers per buurt."})
    assert save_in_admin(editor, page, rows).status_code == 302
    assert kept(page) == {"WO12": 2, "R08": 3}
    assert CentreProblem.objects.get(page=page, problem="R08").note == "Cijfers per buurt."


def test_two_rows_may_swap_their_problems(editor: Client) -> None:
    page = make_centre("Groen", WO12=3, WO09=1)
    first, second = rows_of(page)
    swapped = [{**first, "problem": "WO09"}, {**second, "problem": "WO12"}]
    assert save_in_admin(editor, page, swapped).status_code == 302
    assert kept(page) == {"WO09": 3, "WO12": 1}


def test_older_revision_with_other_problems_can_be_published_again(site_tree: Any) -> None:
    page = make_centre("Groen", WO12=3, WO09=1)
    before = page.latest_revision
    first, second = page.problem_offers.all()
    first.problem_id, second.problem_id = "WO09", "WO12"
    page.problem_offers = [first, second]
    page.save_revision().publish()
    assert kept(page) == {"WO09": 3, "WO12": 1}
    before.publish()
    assert kept(page) == {"WO12": 3, "WO09": 1}


def test_same_problem_twice_is_told_in_dutch_and_nothing_is_lost(editor: Client) -> None:
    page = make_centre("Groen", WO12=3)
    rows = [*rows_of(page), {"problem": "WO12", "weight": 1, "note": "Nog een keer."}]
    response = save_in_admin(editor, page, rows)
    assert response.status_code == 200
    text = response.content.decode()
    assert "U koos hetzelfde probleem twee keer." in text
    assert "Nog een keer." in text
    assert kept(page) == {"WO12": 3}


@pytest.mark.parametrize("row", [{"problem": "WO12", "weight": 4}, {"problem": "", "weight": 3}])
def test_row_that_makes_no_sense_is_refused(editor: Client, row: dict[str, Any]) -> None:
    page = make_centre("Groen")
    assert save_in_admin(editor, page, [row]).status_code == 200
    assert kept(page) == {}


def test_database_refuses_a_problem_twice(site_tree: Any) -> None:
    page = make_centre("Groen", WO12=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        CentreProblem.objects.create(page=page, problem_id="WO12", weight=1)


def test_saving_one_column_leaves_the_problems(site_tree: Any) -> None:
    page = make_centre("Groen", WO12=3)
    (offer,) = page.problem_offers.all()
    offer.problem_id = "WO09"
    page.problem_offers = [offer]
    page.save(update_fields=["about"])
    assert kept(page) == {"WO12": 3}


def section(text: str) -> str:
    """The part of the page on problems, up to the end of it."""
    return text.partition('aria-labelledby="problems-title"')[2].partition("</section>")[0]


def test_page_lists_problems_per_theme_where_it_helps_best_first(site_tree: Any, client: Client) -> None:
    page = make_centre("Groen", WO05=1, WO12=3, VE06=2, R08=2)
    CentreProblem.objects.filter(problem="WO12").update(note="Bomen & <b>banken</b>.")
    text = section(client.get(page.url).content.decode())
    assert re.findall(r"<h3[^>]*>([^<]+)</h3>", text) == ["De aanpak als geheel", "Wonen", "Veiligheid"]
    shown = re.findall(r"/kennis/problemen/(\w+)/\">([^<]+)</a> <span class=\"kw-muted\">([^<]+)<", text)
    names = dict(ProblemLabel.objects.values_list("code", "label"))
    assert [(code, unescape(label), weight) for code, label, weight in shown] == [
        ("R08", names["R08"], "Goed tweede adres"),
        ("WO12", names["WO12"], "Eerste adres"),
        ("WO05", names["WO05"], "Kan iets bijdragen"),
        ("VE06", names["VE06"], "Goed tweede adres"),
    ]
    assert "Bomen &amp; &lt;b&gt;banken&lt;/b&gt;." in text
    assert "style=" not in text
    assert 'id="problems-title"' in text
    assert text.count("<ul") == text.count("</ul>") == 3


def test_page_without_problems_or_of_a_centre_that_ended_has_no_such_section(
    site_tree: Any, client: Client
) -> None:
    for page in (make_centre("Leeg"), make_centre("Oud", active_until=2012, WO12=3)):
        assert "problems-title" not in client.get(page.url).content.decode()


def test_page_takes_as_many_queries_for_many_problems(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    few = make_centre("Groen", WO12=3)
    many = make_centre("Alles", **dict.fromkeys(ProblemLabel.objects.values_list("code", flat=True), 2))
    client.get(few.url)
    with django_assert_max_num_queries(60) as counted:
        client.get(few.url)
    with django_assert_max_num_queries(len(counted)):
        client.get(many.url)


def test_page_names_what_the_centre_published_and_nothing_that_waits(site_tree: Any, client: Client) -> None:
    centre, other = make_centre("Groen"), make_centre("Grijs")
    make_case(title="Van de eigenaar", owner_organisation=centre.organisation)
    make_case(title="Van een ander", owner_organisation=other.organisation)
    make_case(title="Nog niet klaar", owner_organisation=centre.organisation).specific.unpublish()
    section = make_case(title="In de eigen sectie").specific
    section.move(centre, pos="last-child")
    text = client.get(centre.url).content.decode()
    assert "Van de eigenaar" in text
    assert "In de eigen sectie" in text
    assert "Van een ander" not in text
    assert "Nog niet klaar" not in text
    # As a last resort the reader has the titles of what is older.
    for number in range(MOST_CARDS):
        make_case(title=f"Nieuw {number}", owner_organisation=centre.organisation, period_from=2024)
    assert "Toon ook 2 oudere aanpakken" in client.get(centre.url).content.decode()


def test_page_names_the_centres_that_went_up_in_it(site_tree: Any, client: Client) -> None:
    old, new = make_centre("Oud", active_until=2012), make_centre("Nieuw")
    old.organisation.successor = new.organisation
    old.organisation.save()
    assert "Hierin ging op" in client.get(new.url).content.decode()
    assert "(tot 2012)" in client.get(new.url).content.decode()
    assert "Hierin ging op" not in client.get(old.url).content.decode()


def test_page_says_of_more_centres_that_they_went_up_in_it(site_tree: Any, client: Client) -> None:
    new = make_centre("Nieuw")
    for name in ("Oud", "Ouder"):
        old = make_centre(name, active_until=2012)
        old.organisation.successor = new.organisation
        old.organisation.save()
    assert "Hierin gingen op:" in client.get(new.url).content.decode()


def test_page_names_the_owner_of_a_case_that_another_owns(site_tree: Any, client: Client) -> None:
    centre, gemeente = make_centre("Groen"), make_centre("Grijs").organisation
    make_case(title="Eigen", owner_organisation=centre.organisation)
    make_case(title="Van een ander", owner_organisation=gemeente).specific.move(centre, pos="last-child")
    text = client.get(centre.url).content.decode()
    assert text.count("Door Grijs") == 1
    assert "Door Groen" not in text
    for number in range(MOST_CARDS):
        make_case(title=f"Nieuw {number}", owner_organisation=centre.organisation, period_from=2024)
    text = client.get(centre.url).content.decode()
    assert text.count(", door Grijs") == 1
    assert ", door Groen" not in text


def test_page_takes_as_many_queries_for_many_owners(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    centre = make_centre("Groen")
    make_case(title="Een", owner_organisation=make_centre("Grijs").organisation).specific.move(
        centre, pos="last-child"
    )
    client.get(centre.url)
    with django_assert_max_num_queries(60) as counted:
        client.get(centre.url)
    for name in ("Blauw", "Geel"):
        owner = make_centre(name).organisation
        make_case(title=f"Bij {name}", owner_organisation=owner).specific.move(centre, pos="last-child")
    with django_assert_max_num_queries(len(counted)):
        client.get(centre.url)


def test_page_takes_as_many_queries_for_many_publications(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    centre = make_centre("Groen")
    make_case(title="Een", themes=("wonen",), owner_organisation=centre.organisation)
    client.get(centre.url)
    with django_assert_max_num_queries(60) as counted:
        client.get(centre.url)
    for title in ("Twee", "Drie"):
        make_case(title=title, themes=("wonen",), owner_organisation=centre.organisation)
    with django_assert_max_num_queries(len(counted)):
        client.get(centre.url)


def test_preview_shows_problems_that_are_not_published_yet(site_tree: Any) -> None:
    page = make_centre("Groen", WO12=3)
    page.problem_offers = [CentreProblem(problem_id="VE06", weight=3), CentreProblem(weight=2)]
    text = section(page.make_preview_request().content.decode())
    assert "/problemen/VE06/" in text
    assert "probleem=WO12" not in text


def test_centre_that_was_never_saved_can_be_previewed(site_tree: Any) -> None:
    parent = CentreIndexPage.objects.get()
    page = CentrePage(title="", slug="nieuw", summary="Kort.")
    page.depth, page.path = parent.depth + 1, CentrePage._get_children_path_interval(parent.path)[1]
    page.set_url_path(parent)
    page.problem_offers = [CentreProblem(problem_id="VE06", weight=3)]
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "/problemen/VE06/" in response.content.decode()


def test_weights_tell_only_of_centres_that_the_viewer_may_see_and_that_exist(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    shown = make_centre("Groen", WO12=3, WO09=1)
    hidden = make_centre("Besloten", WO12=3)
    draft = make_centre("Concept", WO12=3)
    ended = make_centre("Oud", WO12=3)
    make_centre("Leeg")
    assert set(centre_problem_weights(VISITOR)) == {shown.pk, hidden.pk, draft.pk, ended.pk}
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    draft.unpublish()
    ended.organisation.active_until = 2012
    ended.organisation.save()
    shown.problem_offers = [*shown.problem_offers.all(), CentreProblem(problem_id="VE03", weight=3)]
    shown.save_revision()
    assert centre_problem_weights(VISITOR) == {shown.pk: {"WO12": 3, "WO09": 1}}
    member: Any = as_role("gemeente")
    assert set(centre_problem_weights(member.user)) == {shown.pk, hidden.pk}


def test_weights_take_as_many_queries_for_many_centres(
    site_tree: Any, django_assert_num_queries: Any
) -> None:
    for number in range(6):
        make_centre(f"Centrum {number}", WO12=3, WO09=2, VE03=1)
    with django_assert_num_queries(2):
        assert len(centre_problem_weights(VISITOR)) == 6


@pytest.fixture
def only_centres(site_tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other examples take long and say nothing of centres."""
    rows = examples._rows
    monkeypatch.setattr(examples, "_rows", lambda name: rows(name) if name == "centres.yaml" else iter(()))
    monkeypatch.setattr(examples, "load_example_documents", lambda: 0)


def test_example_centres_come_with_problems_and_those_that_ended_without(only_centres: None) -> None:
    assert load_examples()["kenniscentra"] == 9
    with_problems = CentrePage.objects.exclude(problem_offers=None)
    assert set(with_problems.values_list("title", flat=True)) == LIVING
    offers = CentreProblem.objects.all()
    assert {offer.weight for offer in offers} == {1, 2, 3}
    weights = {(offer.page.title, offer.problem_id): offer.weight for offer in offers}
    for expected in (
        ("CCV", "VE03"), ("RIVM", "WO12"), ("Movisie", "WE05"), ("Platform31", "WO01"),
        ("Kennisplatform Integratie & Samenleving", "IN01"),
    ):  # fmt: skip
        assert weights[expected] == 3


def test_loading_again_changes_nothing(only_centres: None) -> None:
    load_examples()
    before = list(CentreProblem.objects.order_by("pk").values_list("pk", "page", "problem", "weight", "note"))
    assert sum(load_examples().values()) == 0
    after = CentreProblem.objects.order_by("pk").values_list("pk", "page", "problem", "weight", "note")
    assert list(after) == before


def test_centres_of_before_get_their_problems_and_the_work_of_editors_stays(only_centres: None) -> None:
    load_examples()
    old, edited, drafted = (CentrePage.objects.get(title=name) for name in ("CCV", "RIVM", "Movisie"))
    told = kept(old)
    CentreProblem.objects.filter(page__in=[old, edited, drafted]).delete()
    CentreProblem.objects.create(page=edited, problem_id="VE01", weight=1)
    drafted.title = "Half geschreven"
    drafted.save_revision()
    assert load_examples()["kenniscentra aangevuld"] == 1
    assert kept(old) == told
    assert kept(edited) == {"VE01": 1}
    assert kept(drafted) == {}
    drafted.refresh_from_db()
    assert drafted.title == "Movisie"
