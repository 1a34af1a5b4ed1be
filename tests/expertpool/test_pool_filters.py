"""Filters and counts of the pool, asked of the database, over the example profiles: the same as by hand, and never a
word about somebody whom the reader may not see."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from expertpool.desk.selectors import SOON, Consent, consent_of, managed_profiles, row_of
from expertpool.directory.examples import load_example_profiles
from expertpool.directory.selectors import PoolFilters, count_by_level_and_theme, filter_profiles
from expertpool.enums import EvidenceKind, ExpertRole, Level, Province, Visibility
from expertpool.models import ExpertProfile, ProfileEvidence, RecruitmentCall, ThemeDepth
from krachtwijken.accounts.models import User
from krachtwijken.core.enums import ThemeCode
from tests.expertpool.test_pool import make_profile
from tests.factories.pages import make_case

AsRole = Callable[..., Client]
VISITOR = AnonymousUser()
DESK = "/loket/profielen/"


@pytest.fixture
def examples(site_tree: Any) -> list[ExpertProfile]:
    load_example_profiles()
    found = list(ExpertProfile.objects.prefetch_related("theme_depths"))
    assert len({profile.visibility for profile in found}) == len(Visibility)
    return found


def themes_of(profile: ExpertProfile) -> set[str]:
    return {depth.theme_id for depth in profile.theme_depths.all()}


def levels_of(profile: ExpertProfile) -> set[str]:
    return {row.level for row in profile.level_rows.all()}


def fits(profile: ExpertProfile, filters: PoolFilters) -> bool:
    return (
        (not filters.theme or filters.theme in themes_of(profile))
        and (not filters.level or filters.level in levels_of(profile))
        and (not filters.role or filters.role in {row.role for row in profile.role_rows.all()})
    )


def is_open(profile: ExpertProfile) -> bool:
    """For all to see; whoever was nominated and still waits for verdicts has no term yet."""
    until = profile.consent_until
    return profile.visibility == Visibility.PUBLIC and until is not None and until >= timezone.localdate()


def days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def test_every_choice_finds_the_same_as_by_hand(examples: list[ExpertProfile]) -> None:
    public = [profile for profile in examples if is_open(profile)]
    assert {profile.consent_until for profile in examples if profile.visibility == Visibility.PUBLIC} >= {
        None
    }
    choices = product(["", *ThemeCode.values], ["", *Level.values], ["", *ExpertRole.values])
    for theme, level, role in choices:
        filters = PoolFilters(theme, level, role)
        expected = sorted(profile.title for profile in public if fits(profile, filters))
        assert [profile.title for profile in filter_profiles(VISITOR, filters)] == expected, filters


def test_who_goes_to_a_province_is_found_with_who_goes_everywhere(examples: list[ExpertProfile]) -> None:
    public = [profile for profile in examples if is_open(profile)]
    named = {profile.pk: {row.province for row in profile.province_rows.all()} for profile in public}
    assert any(named.values())
    assert not all(named.values())
    for province in Province.values:
        expected = sorted(
            profile.title for profile in public if not named[profile.pk] or province in named[profile.pk]
        )
        found = filter_profiles(VISITOR, PoolFilters(province=province))
        assert [profile.title for profile in found] == expected


def test_who_worked_on_a_problem_is_found_by_pages_that_the_reader_may_see(
    site_tree: Any, as_role: AsRole
) -> None:
    shown, draft, restricted = (make_case(title=title, problems=("WE05",)) for title in "ABC")
    other = make_case(title="D", problems=("WE01",))
    Page.objects.filter(pk=draft.pk).update(live=False)
    PageViewRestriction.objects.create(page=Page.objects.get(pk=restricted.pk), restriction_type="login")
    for case in (shown, draft, restricted, other):
        profile = make_profile(title=f"Wie werkte aan {case.title}")
        ProfileEvidence.objects.create(
            profile=profile, kind=EvidenceKind.CASE, title="Werk", page=case, year=timezone.localdate().year
        )
    filters = PoolFilters(problem="WE05")
    assert [profile.title for profile in filter_profiles(VISITOR, filters)] == ["Wie werkte aan A"]
    member = as_role("gemeente").user
    assert [profile.title for profile in filter_profiles(member, filters)] == [
        "Wie werkte aan A", "Wie werkte aan C",
    ]  # fmt: skip


def test_page_offers_every_problem_and_province(site_tree: Any, client: Client) -> None:
    page = client.get("/pool/?probleem=WE05&provincie=Utrecht")
    assert page.status_code == 200
    assert 'value="WE05" selected' in page.content.decode()
    assert 'value="Utrecht" selected' in page.content.decode()
    unknown = client.get("/pool/?probleem=XX99&provincie=atlantis").content.decode()
    assert "Wis filters" not in unknown


def test_grid_counts_the_same_as_by_hand(examples: list[ExpertProfile]) -> None:
    expected = Counter(
        (level, theme)
        for profile in examples
        if is_open(profile)
        for level in levels_of(profile)
        for theme in themes_of(profile)
    )
    counted = count_by_level_and_theme(VISITOR)
    assert {cell: count for cell, count in counted.items() if count} == dict(expected)


def test_every_cell_of_the_grid_leads_to_as_many_people_as_it_says(
    examples: list[ExpertProfile], client: Client
) -> None:
    cells = re.findall(r'href="(\?niveau=[^"]+)">(\d+)</a>', client.get("/pool/").content.decode())
    assert len(cells) > 10
    for address, count in cells:
        page = client.get(f"/pool/{address.replace('&amp;', '&')}").context["page_obj"]
        assert page.paginator.count == int(count)


@pytest.mark.parametrize(
    "hidden",
    [
        {"consent_until": None},
        {"consent_until": timezone.localdate() - timedelta(days=1)},
        {"visibility": Visibility.GEMEENTEN},
        {"visibility": Visibility.LOKET},
        {"user": "closed"},
    ],
    ids=["withdrawn", "lapsed", "gemeenten only", "loket only", "account closed"],
)
def test_who_is_hidden_is_in_no_list_and_in_no_count(site_tree: Any, hidden: dict[str, Any]) -> None:
    profile = make_profile("Verborgen", levels=["bestuurlijk"], roles=["topdog"])
    ThemeDepth.objects.create(profile=profile, theme_id="wonen")
    filters = PoolFilters("wonen", "bestuurlijk", "topdog")
    assert filter_profiles(VISITOR, filters).count() == 1
    assert count_by_level_and_theme(VISITOR)["bestuurlijk", "wonen"] == 1
    if "user" in hidden:
        hidden = {"user": User.objects.create_user("weg@example.org", None, is_active=False)}
    ExpertProfile.objects.filter(pk=profile.pk).update(**hidden)
    for chosen in (PoolFilters(), PoolFilters(theme="wonen"), PoolFilters(level="bestuurlijk"), filters):
        assert not filter_profiles(VISITOR, chosen).exists()
    assert not any(count_by_level_and_theme(VISITOR).values())


def test_owner_without_consent_counts_for_the_owner_alone(site_tree: Any, as_role: AsRole) -> None:
    owner, other = (as_role("expert").user for _ in range(2))
    profile = make_profile("Aanjager", user=owner, consent_until=None)
    ThemeDepth.objects.create(profile=profile, theme_id="wonen")
    assert filter_profiles(owner, PoolFilters(theme="wonen")).count() == 1
    assert filter_profiles(other, PoolFilters(theme="wonen")).count() == 0


def test_three_themes_are_one_person(site_tree: Any) -> None:
    profile = make_profile("Alleskunner", levels=["bestuurlijk", "bewoner"])
    for theme in ("wonen", "werken", "veiligheid"):
        ThemeDepth.objects.create(profile=profile, theme_id=theme)
    assert filter_profiles(VISITOR, PoolFilters(level="bewoner")).count() == 1
    assert sorted(cell for cell, count in count_by_level_and_theme(VISITOR).items() if count) == sorted(
        product(["bestuurlijk", "bewoner"], ["wonen", "werken", "veiligheid"])
    )


@pytest.mark.parametrize("query", ["thema=x&niveau=&rol='", "thema=%00", "niveau=bestuur", "rol=topdog%22"])
def test_unknown_values_are_left_out(query: str) -> None:
    assert not PoolFilters.from_query(QueryDict(query))


def test_desk_finds_the_same_as_by_hand(examples: list[ExpertProfile], as_role: AsRole) -> None:
    desk = as_role("loket").user
    states = [days(400), days(5), days(-5), None]
    for place, profile in enumerate(examples):
        profile.consent_until = states[place % len(states)]
        profile.save(update_fields=["consent_until"])
    open_ones = [profile for profile in examples if profile.has_consent(today=timezone.localdate())]
    for theme, level, ring, state in product(
        ["", *ThemeCode.values], ["", *Level.values], ["", *Visibility.values], ["", *Consent.values]
    ):
        chosen = {"thema": theme, "niveau": level, "zicht": ring, "toestemming": state}
        chosen = {name: value for name, value in chosen.items() if value}
        expected = sorted(
            profile.title
            for profile in open_ones
            if fits(profile, PoolFilters(theme, level))
            and ring in ("", profile.visibility)
            and state in ("", consent_of(profile, today=timezone.localdate()))
        )
        assert [profile.title for profile in managed_profiles(desk, chosen)] == expected, chosen


@pytest.mark.parametrize("until", [None, -1, 0, SOON.days, SOON.days + 1], ids=str)
def test_state_of_consent_is_the_same_in_the_list_and_in_the_filter(
    site_tree: Any, as_role: AsRole, until: int | None
) -> None:
    beheer = as_role("beheer").user
    make_profile("Iemand", consent_until=None if until is None else days(until))
    (row,) = [row_of(profile) for profile in managed_profiles(beheer, {})]
    for state in Consent:
        found = managed_profiles(beheer, {"toestemming": state.value}).exists()
        assert found is (state == row.consent), state


def test_row_of_somebody_without_consent_holds_the_function_and_the_state_only(
    site_tree: Any, as_role: AsRole
) -> None:
    beheer = as_role("beheer").user
    profile = make_profile("Vertrokken", levels=["bestuurlijk"], consent_until=None)
    ThemeDepth.objects.create(profile=profile, theme_id="wonen")
    (found,) = managed_profiles(beheer, {})
    assert not found.theme_depths.all(), "its themes are not even read"
    row = row_of(found)
    assert (row.title, row.consent, row.open) == ("Vertrokken", Consent.NONE, False)
    assert (row.levels, row.themes, row.visibility_label, row.days_per_month) == ([], [], "", None)
    for chosen in ({"niveau": "bestuurlijk"}, {"thema": "wonen"}, {"zicht": "openbaar"}):
        assert not managed_profiles(beheer, chosen).exists()


def fill(count: int) -> None:
    start = ExpertProfile.objects.count()
    for number in range(start, start + count):
        profile = make_profile(f"Persoon {number:03}", levels=["bestuurlijk", "bewoner"])
        for theme in ("wonen", "werken"):
            ThemeDepth.objects.create(profile=profile, theme_id=theme)


@pytest.mark.parametrize(
    ("role", "address"),
    [("visitor", "/pool/"), ("visitor", "/pool/?niveau=bewoner&thema=wonen&rol=topdog"), ("beheer", DESK),
     ("beheer", f"{DESK}?niveau=bewoner&thema=wonen")],
)  # fmt: skip
def test_same_queries_for_few_and_for_many(
    site_tree: Any, as_role: AsRole, django_assert_num_queries: Any, role: str, address: str
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client() if role == "visitor" else as_role(role)
    fill(2)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    fill(60)
    with django_assert_num_queries(len(few)):
        response = client.get(address)
    page = response.context["page_obj"]
    assert (page.paginator.count, page.paginator.num_pages > 1) == (62, True)


def test_list_of_people_asks_the_same_for_one_and_for_three(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    """Each with several levels and themes, beside as many open calls."""
    counts = []
    for number, more in ((1, 1), (3, 2)):
        for _ in range(more):
            write_full_profile(ExpertProfile.objects.count())
        client.get("/pool/")
        with django_assert_max_num_queries(40) as captured:
            page = client.get("/pool/")
        assert (page.context["page_obj"].paginator.count, len(page.context["calls"])) == (number, number)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def write_full_profile(number: int) -> None:
    profile = make_profile(
        f"Persoon {number}", levels=["bewoner", "strategisch"], roles=["topdog", "adoptant"]
    )
    for theme in ("wonen", "werken", "veiligheid"):
        ThemeDepth.objects.create(profile=profile, theme_id=theme)
    RecruitmentCall.objects.create(
        level="bewoner", theme_id="wonen", text="Wij zoeken iemand.",
        ends_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip


def test_pages_show_everybody_once(site_tree: Any, client: Client) -> None:
    """Also when all have the same function."""
    for number in range(30):
        make_profile("Adviseur", slug=f"adviseur-{number}")
    addresses = [f"/pool/?page={number}" for number in (1, 2, 3)]
    shown = [row.slug for address in addresses for row in client.get(address).context["page_obj"]]
    assert len(shown) == len(set(shown)) == 30
