"""An adoptieteam: its four roles, its log, its lessons, and what everybody may read of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core import retention
from krachtwijken.core.models import AuditEvent, Gemeente
from krachtwijken.core.outbox.models import MailMessage
from matching.conversation.services.messages import post_message
from matching.engagements.models import Mission
from matching.models import AdoptionTeam, Blockade, SupportRequest
from matching.own_data import loket_data_of_profile
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from matching.teams.enums import BlockadeKind, TeamRole, TeamState
from matching.teams.forms import MemberForm
from matching.teams.selectors import is_public, public_teams, team_at
from matching.teams.services.agreeing import (
    agree_to_public,
    record_agreement,
    withdraw_agreement,
    withdraw_agreement_of,
)
from matching.teams.services.ending import adjust_lessons, end_team
from matching.teams.services.log import note_blockade, record_breakthrough
from matching.teams.services.making import (
    add_team_member,
    adjust_team,
    make_team,
    remove_team_member,
    start_team,
)
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request
from tests.factories.teams import (
    ASSIGNMENT,
    LESSONS,
    desk_of,
    fill_team,
    make_ended_team,
    make_forming,
    make_public_team,
    make_running_team,
    make_team_request,
    read,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def fresh(team: AdoptionTeam) -> AdoptionTeam:
    return AdoptionTeam.objects.get(pk=team.pk)


def test_make_fills_in_what_the_gemeente_asked_and_twice_is_one() -> None:
    request = make_team_request()
    team = make_team(request=request, actor=request.owner)
    assert make_team(request=request, actor=request.owner) == team
    assert team.assignment == ASSIGNMENT
    assert str(team.ends_on) == "2099-06-01"
    assert [row.text for row in team.blockades.all()] == [
        "De vergunning wacht.",
        "Niemand betaalt het onderzoek.",
    ]


def test_make_is_for_the_loket_and_for_this_kind_only() -> None:
    asker = make_asker()
    request = make_team_request(asker)
    with pytest.raises(PermissionDenied):
        make_team(request=request, actor=asker)
    other = make_request(asker)
    with pytest.raises(PermissionDenied):
        make_team(request=other, actor=UserFactory(role="loket"))


def test_start_asks_for_all_four_roles_and_tells_members_and_gemeente() -> None:
    asker = make_asker()
    team = make_forming(asker)
    with pytest.raises(WrongStepError, match="bestuurder van het Rijk, wethouder"):
        start_team(team=team, actor=desk_of(team))
    expert = fill_team(team)
    MailMessage.objects.all().delete()
    started = start_team(team=team, actor=desk_of(team))
    start_team(team=team, actor=desk_of(team))
    assert (started.state, started.starts_on) == (TeamState.RUNNING, timezone.localdate())
    assert sorted(MailMessage.objects.values_list("to", flat=True)) == sorted([asker.email, expert.email])


def test_member_is_seated_once_and_only_with_a_mission_of_this_request() -> None:
    team, elsewhere = make_forming(), make_running_team(make_asker())[0]
    stranger = elsewhere.members.exclude(mission=None).get().mission
    with pytest.raises(WrongStepError, match="geen opdracht"):
        add_team_member(team=team, actor=desk_of(team), role=TeamRole.EXPERT, mission=stranger)
    rows = [
        add_team_member(team=team, actor=desk_of(team), role=TeamRole.ALDERMAN, function="wethouder wonen")
        for _ in range(2)
    ]
    assert rows[0] == rows[1]
    remove_team_member(member=rows[0], actor=desk_of(team))
    remove_team_member(member=rows[0], actor=desk_of(team))
    assert not team.members.exists()


def test_log_is_written_by_loket_gemeente_and_members_and_by_nobody_else() -> None:
    asker = make_asker()
    team, expert = make_running_team(asker)
    words = {
        "text": "Wacht.",
        "held_by": "directeur",
        "kind": BlockadeKind.MONEY,
        "noted_on": timezone.localdate(),
    }
    for number, actor in enumerate((asker, expert, desk_of(team))):
        note_blockade(team=team, actor=actor, token=f"{number}", **words)
        note_blockade(team=team, actor=actor, token=f"{number}", **words)
    assert team.blockades.filter(text="Wacht.").count() == 3
    for stranger in (
        UserFactory(role="expert"),
        UserFactory(role="gemeente"),
        UserFactory(role="accountmanager"),
    ):
        with pytest.raises(PermissionDenied):
            note_blockade(team=team, actor=stranger, token="x", **words)


def test_breakthrough_keeps_the_first_account_and_comes_after_the_blockade() -> None:
    team, expert = make_running_team()
    row, today = team.blockades.all()[0], timezone.localdate()
    with pytest.raises(WrongStepError, match="voor de dag"):
        record_breakthrough(
            blockade=row, actor=expert, broken_on=row.noted_on - timedelta(days=1), breakthrough="Te vroeg."
        )
    record_breakthrough(blockade=row, actor=expert, broken_on=today, breakthrough="Samen aan tafel.")
    record_breakthrough(blockade=row, actor=expert, broken_on=today, breakthrough="Iets anders.")
    assert Blockade.objects.get(pk=row.pk).breakthrough == "Samen aan tafel."


def test_team_that_is_done_takes_no_more_and_asks_who_agrees() -> None:
    asker = make_asker()
    team, expert = make_running_team(asker)
    MailMessage.objects.all().delete()
    end_team(team=team, actor=asker, lessons=LESSONS)
    assert sorted(MailMessage.objects.values_list("to", flat=True)) == sorted([asker.email, expert.email])
    with pytest.raises(WrongStepError, match="klaar of gestopt"):
        adjust_team(
            team=team, actor=desk_of(team), assignment="Anders", starts_on=None, ends_on=timezone.localdate()
        )


def test_nothing_is_public_before_every_single_yes() -> None:
    asker = make_asker()
    team, expert = make_ended_team(asker)
    agree_to_public(team=team, actor=asker, seen=read(team))
    agree_to_public(team=team, actor=expert, seen=read(team))
    seats = list(team.members.filter(mission=None))
    for row in seats:
        assert not is_public(fresh(team))
        record_agreement(member=row, actor=desk_of(team), seen=read(team))
    assert is_public(fresh(team))
    assert MailMessage.objects.filter(subject__contains="Iedereen kan nu lezen").exists()


def test_loket_does_not_agree_for_who_can_say_so_and_nobody_else_agrees() -> None:
    team, _ = make_ended_team()
    with pytest.raises(PermissionDenied):
        record_agreement(
            member=team.members.exclude(mission=None).get(), actor=desk_of(team), seen=read(team)
        )
    for stranger in (desk_of(team), UserFactory(role="gemeente"), UserFactory(role="expert")):
        with pytest.raises(PermissionDenied):
            agree_to_public(team=team, actor=stranger, seen=read(team))


@pytest.mark.parametrize("who", ["gemeente", "expert", "function"])
def test_one_who_takes_it_back_closes_the_page(who: str) -> None:
    asker = make_asker()
    team = make_public_team(asker)
    seat = team.members.exclude(mission=None).get()
    if who == "function":
        withdraw_agreement_of(member=team.members.filter(mission=None)[0], actor=desk_of(team))
    else:
        actor = asker if who == "gemeente" else seat.mission.invitation.profile.user
        withdraw_agreement(team=team, actor=actor)
    assert Client().get(team.get_absolute_url()).status_code == 404


def test_other_lessons_ask_everybody_again() -> None:
    team = make_public_team()
    adjust_lessons(team=team, actor=desk_of(team), lessons=LESSONS)
    assert is_public(team)
    adjust_lessons(team=team, actor=desk_of(team), lessons="Toch iets anders.")
    assert not is_public(team)
    assert not team.members.exclude(agreed_at=None).exists()


def test_confidential_request_keeps_its_team_inside() -> None:
    make_public_team()
    SupportRequest.objects.update(confidential_until=timezone.localdate())
    assert not public_teams().exists()


def test_public_page_shows_functions_and_lessons_and_nothing_private(site_tree: Any) -> None:
    canaries = {
        "problem": "Het probleemroerdomp van de straat.", "wanted": "Rustkluut.", "contact": "Projectleider fuut",
        "contact_name": "J. Kwartel", "contact_email": "kwartel@arnhem.example", "excluded": "liever geen wulp",
    }  # fmt: skip
    asker = make_asker(name="Asker Zilvermeeuw")
    request = make_request(asker, kind="adoptieteam", own_opdracht=ASSIGNMENT, own_einddatum="2099-06-01",
                           own_blokkades="De vergunning wacht.", **canaries)  # fmt: skip
    from matching.requests.services.steps import take_request

    desk = UserFactory(role="loket", name="Loket Scholekster")
    take_request(request=request, actor=desk)
    post_message(request=request, actor=desk, text="Geheime tureluur.", token="een")
    team = make_team(request=request, actor=desk)
    team.request.owner = desk
    expert = fill_team(team)
    profile = ExpertProfile.objects.get(user=expert)
    ExpertProfile.objects.filter(pk=profile.pk).update(about="Ervaring grutto", summary="Kort ooievaar")
    Mission.objects.update(report="Verslag purperreiger")
    start_team(team=team, actor=desk)
    end_team(team=team, actor=desk, lessons=LESSONS)
    for row in team.members.filter(mission=None):
        record_agreement(member=row, actor=desk, seen=read(team))
    agree_to_public(team=team, actor=asker, seen=read(team))
    agree_to_public(team=team, actor=expert, seen=read(team))
    pages = [Client().get(path).content.decode() for path in ("/adoptieteams/", team.get_absolute_url())]
    secrets = ["roerdomp", "kluut", "fuut", "Kwartel", "kwartel", "wulp", "Zilvermeeuw", "Scholekster", "tureluur",
               "grutto", "ooievaar", "purperreiger", request.reference, expert.email, desk.email,
               asker.email, "kunt u twee avonden"]  # fmt: skip
    for page in pages:
        assert ASSIGNMENT in page
        assert not [word for word in secrets if word in page]
    assert profile.title in pages[1]
    assert LESSONS in pages[1]
    # Once consent is gone the function goes too; the page stays.
    ExpertProfile.objects.filter(pk=profile.pk).update(consent_until=None)
    assert profile.title not in Client().get(team.get_absolute_url()).content.decode()
    ExpertProfile.objects.get(pk=profile.pk).delete()
    assert profile.title not in Client().get(team.get_absolute_url()).content.decode()
    assert (
        profile.title
        not in client_of(asker).get(f"/loket/verzoek/{request.reference}/adoptieteam/").content.decode()
    )


@pytest.mark.parametrize("state", ["forming", "running", "ended"])
def test_public_pages_know_nothing_of_a_team_that_is_not_agreed_on(state: str, site_tree: Any) -> None:
    team = {
        "forming": make_forming,
        "running": lambda: make_running_team()[0],
        "ended": lambda: make_ended_team()[0],
    }[state]()
    assert Client().get(team.get_absolute_url()).status_code == 404
    assert ASSIGNMENT not in Client().get("/adoptieteams/").content.decode()


def test_team_is_seen_by_its_parties_only() -> None:
    asker = make_asker()
    team, expert = make_running_team(asker)
    reference = team.request.reference
    other = UserFactory(role="gemeente")
    join_gemeente(user=other, gemeente=Gemeente.objects.exclude(slug="arnhem")[0], actor=None)
    seen = {
        who: team_at(who, reference) is not None
        for who in (asker, expert, desk_of(team), other, UserFactory(role="expert"))
    }
    assert list(seen.values()) == [True, True, True, False, False]
    assert client_of(other).get(f"/loket/verzoek/{reference}/adoptieteam/").status_code == 404


def test_request_that_is_withdrawn_stops_its_team(run_outbox: Callable[[], int]) -> None:
    asker = make_asker()
    team = make_forming(asker)
    withdraw_request(request=team.request, actor=asker)
    run_outbox()
    run_outbox()
    assert fresh(team).state == TeamState.STOPPED
    assert AuditEvent.objects.filter(action="matching.team", target_id=str(team.pk)).count() == 1


def test_pages_take_what_is_typed_and_name_what_is_wrong(site_tree: Any) -> None:
    asker = make_asker()
    team, _ = make_running_team(asker)
    base = f"/loket/verzoek/{team.request.reference}/adoptieteam/"
    client = client_of(asker)
    page = client.post(
        f"{base}blokkade/",
        {"text": "", "held_by": "Jan de Vries", "kind": "x", "noted_on": "2999-01-01", "token": "a"},
    )
    assert page.status_code == 422
    told = page.content.decode()
    assert "Vul dit in." in told
    assert "geen naam" in told
    assert "moet nog komen" in told
    good = {
        "text": "Wacht.",
        "held_by": "directeur wonen",
        "kind": "geld",
        "noted_on": "2026-01-05",
        "token": "a",
    }
    assert client.post(f"{base}blokkade/", good).status_code == 302
    row = team.blockades.get(text="Wacht.")
    assert (
        client.post(
            f"{base}blokkade/{row.pk}/doorbraak/", {"broken_on": "2026-01-04", "breakthrough": "Ja."}
        ).status_code
        == 422
    )
    assert (
        client.post(
            f"{base}blokkade/{row.pk}/doorbraak/", {"broken_on": "2026-01-06", "breakthrough": "Ja."}
        ).status_code
        == 302
    )
    assert client.post(f"{base}lid/", {}).status_code == 403
    desk = client_of(desk_of(team))
    assert desk.post(f"{base}lid/", {"role": "wethouder", "mission": "", "function": ""}).status_code == 422
    assert (
        desk.post(
            f"{base}lid/", {"role": "wethouder", "mission": "", "function": "wethouder zorg"}
        ).status_code
        == 302
    )
    assert (
        desk.post(
            f"{base}wijzigen/", {"assignment": "Kort.", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
        ).status_code
        == 422
    )
    assert client.post(f"{base}doen/", {"doe": "onzin", "lid": "x"}).status_code == 302
    assert client.post(f"{base}doen/", {"doe": "begin"}).status_code == 403
    assert client.post(f"{base}lessen/", {"lessons": LESSONS}).status_code == 302
    assert fresh(team).state == TeamState.ENDED


def test_team_page_asks_the_same_for_one_blockade_and_for_many(
    site_tree: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    team, _ = make_running_team()
    client, path = client_of(desk_of(team)), f"/loket/verzoek/{team.request.reference}/adoptieteam/"
    client.get(path)
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    for number in range(3):
        note_blockade(
            team=team, actor=desk_of(team), text="Wacht.", held_by="directeur", kind=BlockadeKind.RULE,
            noted_on=timezone.localdate(), token=f"{number}",
        )  # fmt: skip
        add_team_member(
            team=team, actor=desk_of(team), role=TeamRole.OFFICIAL, function=f"directeur {number}"
        )
    with CaptureQueriesContext(connection) as later:
        client.get(path)
    assert len(later) == len(first)


def test_words_go_after_five_years_and_the_page_with_them() -> None:
    team, young = make_public_team(), make_public_team()
    functions = list(young.members.values_list("function", "agreed_by"))
    for one, days in ((team, 5 * 365 + 1), (young, 5 * 365 - 1)):
        ended = timezone.now() - timedelta(days=days)
        SupportRequest.objects.filter(pk=one.request_id).update(status="afgerond", status_since=ended)
    assert retention.RULES["matching.teams"]() == 1
    assert retention.RULES["matching.teams"]() == 0
    assert not is_public(team)
    assert [row.team for row in Blockade.objects.filter(text__contains="corporatie")] == [young]
    assert LESSONS not in fresh(team).lessons
    assert set(team.members.values_list("agreed_at", "agreed_by")) == {(None, None)}
    assert is_public(fresh(young))
    assert list(young.members.values_list("function", "agreed_by")) == functions


def test_own_data_holds_the_seat_and_the_log() -> None:
    team, expert = make_ended_team()
    data = loket_data_of_profile(ExpertProfile.objects.get(user=expert))
    assert [row["rol"] for row in data["adoptieteams"]] == ["Deskundige van buiten"]
    assert [row["bij wie (functie of organisatie)"] for row in data["blokkades"]] == ["directeur wonen"]
    assert data["adoptieteams"][0]["verzoek"] == team.request.reference


def test_member_form_that_is_empty_does_not_speak_of_both() -> None:
    form = MemberForm({"role": TeamRole.values[0]}, team=make_forming())
    assert form.errors["function"] == ["Kies iemand uit de lijst, of schrijf een functie."]


def test_yes_to_words_that_changed_while_the_page_was_open_is_refused_and_asked_again(site_tree: Any) -> None:
    asker = make_asker()
    team, expert = make_ended_team(asker)
    base = f"/loket/verzoek/{team.request.reference}/adoptieteam/"
    before = read(team)
    adjust_lessons(team=team, actor=desk_of(team), lessons="Heel iets anders dan u las.")
    for actor in (asker, expert):
        client = client_of(actor)
        for mark in (before, "", "onzin~.~~"):
            page = client.post(f"{base}doen/", {"doe": "akkoord", "versie": mark}, follow=True)
            assert "Uw akkoord is niet bewaard" in page.content.decode()
    seat = team.members.filter(mission=None)[0]
    client_of(desk_of(team)).post(f"{base}doen/", {"doe": "lid-akkoord", "lid": seat.pk, "versie": before})
    assert fresh(team).agreed_at is None
    assert not team.members.exclude(agreed_at=None).exists()
    page = client_of(asker).get(base).content.decode()
    assert f'name="versie" value="{read(team)}"' in page
    client_of(asker).post(f"{base}doen/", {"doe": "akkoord", "versie": read(team)})
    assert fresh(team).agreed_at is not None


def test_mark_of_what_was_read_covers_every_word_that_becomes_public() -> None:
    team, _ = make_ended_team()
    seen = {read(team)}
    Blockade.objects.filter(team=team, text__contains="corporatie").update(breakthrough="Anders.")
    seen.add(read(team))
    AdoptionTeam.objects.update(assignment="Anders.")
    seen.add(read(team))
    team.members.filter(role=TeamRole.ALDERMAN).update(function="wethouder zorg")
    seen.add(read(team))
    assert len(seen) == 4
