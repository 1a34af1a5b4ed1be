"""One person with two profiles: found by name and address, proposed, and made one only by who reads both addresses."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.conflicts.selectors import find_conflicts
from expertpool.conflicts.services import add_exclusion, add_interest
from expertpool.doubles.finding import find_doubles, find_doubles_of
from expertpool.doubles.merging import MergeEndedError, merge_profiles
from expertpool.doubles.selectors import side_by_link
from expertpool.doubles.services import ask_to_merge
from expertpool.enums import Visibility
from expertpool.models import (
    ConsentHow,
    ConsentRow,
    DoubleState,
    ExcludedBy,
    ExpertProfile,
    Interest,
    Nomination,
    Pause,
    PossibleDouble,
    ProfileEvidence,
    ProfileViews,
)
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core.models import AuditEvent, Gemeente, Organisation
from krachtwijken.core.outbox import drain
from krachtwijken.core.outbox.models import MailMessage, OutboxRow
from matching.engagements.enums import InvitationState
from matching.engagements.models import Invitation
from matching.engagements.services.inviting import InvitationRefusedError
from matching.parts.models import PartQuestion
from matching.proposals.models import Proposal, ProposalItem
from tests.expertpool.test_admission import agreed, say
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_invitation, make_mission, make_taken_request
from tests.races import at_once, failures

AsRole = Callable[..., Client]
PAGE = "/loket/dubbel/"
OLD, NEW = "jan@oud-bureau.nl", "jp.vandenberg@nieuw-bureau.nl"


def somebody(title: str, name: str, email: str, **fields: Any) -> ExpertProfile:
    user = UserFactory(role="expert", name=name, email=email)
    return make_profile(title, user=user, max_parallel=3, **fields)


@pytest.fixture
def two(site_tree: Any) -> tuple[ExpertProfile, ExpertProfile]:
    """One person, who came in twice."""
    first = somebody("Oud-wethouder", "Jan van den Berg", OLD)
    return first, somebody("Wijkambassadeur", "J.P. v.d. Berg", NEW, visibility=Visibility.LOKET)


@pytest.fixture
def desk(as_role: AsRole) -> Client:
    return as_role("loket")


def found() -> PossibleDouble:
    find_doubles()
    return PossibleDouble.objects.get()


def asked(keeps_first: bool = True) -> PossibleDouble:
    pair = found()
    ask_to_merge(pair=pair, actor=UserFactory(role="loket"), keeps_first=keeps_first)
    pair.refresh_from_db()
    return pair


def link_and_code(mail: MailMessage) -> tuple[str, str]:
    link = re.search(r"https?://[^/\s]+(/pool/samenvoegen/\S+)", mail.body)
    code = re.search(r"is: (\d{4} \d{4})", mail.body)
    assert link is not None
    assert code is not None
    return link.group(1), code.group(1)


def test_two_profiles_in_the_pool_under_two_names_and_addresses_are_found_once(
    two: tuple[ExpertProfile, ExpertProfile],
) -> None:
    somebody("Straatcoach", "Piet de Boer", "piet@bureau.nl")
    for _ in range(2):
        find_doubles()
    pair = PossibleDouble.objects.get()
    assert (pair.first, pair.second, pair.state) == (*two, DoubleState.FOUND)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Sjoerd van 't Hof", "s@een.nl"),
        ("S. van ’t Hof", "s@twee.nl"),
        ("", "sjoerd.vanthof@drie.nl"),
        ("Hof, S. v.", "x@vier.nl"),
    ],
)
def test_spellings_of_one_name_are_one_pair(site_tree: Any, name: str, email: str) -> None:
    somebody("Aanjager", "Sjoerd van ’t Hof", "sjoerd@bureau.nl")
    somebody("Verbinder", name, email)
    find_doubles()
    assert PossibleDouble.objects.count() == 1


def test_second_address_of_an_account_counts(site_tree: Any) -> None:
    first = somebody("Aanjager", "Anna Bakker", "anna@een.nl")
    assert first.user is not None
    first.user.emailaddress_set.create(email="post@twee.nl", verified=True)
    second = make_profile("Verbinder", user=None, consent_until=None)
    Nomination.objects.create(
        email="post@twee.nl", title="Verbinder", by="collega", state="toegestemd", profile=second,
        token="sleutel", link_until=timezone.now(),
    )  # fmt: skip
    assert (found().first, found().second) == (first, second)


def test_who_is_nominated_in_public_is_compared_when_that_person_agrees(
    two: tuple[ExpertProfile, ExpertProfile], desk: Client
) -> None:
    two[1].delete()
    nomination = agreed("j.vandenberg@elders.nl")
    assert not PossibleDouble.objects.exists()
    drain()
    pair = PossibleDouble.objects.get()
    assert (pair.first, pair.second) == (two[0], nomination.profile)
    assert (
        "Misschien staat deze persoon al in de pool"
        in desk.get(f"/loket/voordrachten/{nomination.pk}/").content.decode()
    )
    page = desk.get(PAGE).content.decode()
    assert "Oud-wethouder" in page
    assert "(is voorgedragen, nog niet getoetst)" in page


TOLD = "Ik help bewoners en gemeente om samen een wijkplan te maken en uit te voeren."


@pytest.mark.parametrize(
    ("title", "summary", "alike"),
    [
        ("Aanjager wijkaanpak", TOLD, True),
        ("AANJAGER, Wijkaanpak ", TOLD.upper().replace(".", "!"), True),
        ("Aanjager wijkaanpak", TOLD.replace("maken", "schrijven"), True),
        ("Aanjager wijkaanpak", "Ik breng jongeren naar werk, met bedrijven uit de buurt.", False),
        ("Straatcoach", TOLD, False),
        ("Aanjager wijkaanpak", "...", False),
    ],
)
def test_same_function_and_text_without_a_name_are_found(
    site_tree: Any, title: str, summary: str, alike: bool
) -> None:
    somebody("Aanjager wijkaanpak", "", "een@bureau.nl", summary=TOLD)
    somebody(title, "", "twee@elders.nl", summary=summary, slug="ander")
    find_doubles()
    assert PossibleDouble.objects.exists() is alike


def test_both_judges_are_warned_of_the_same_text_under_another_address(
    site_tree: Any, as_role: AsRole
) -> None:
    first = somebody("Aanjager wijkaanpak", "", "een@bureau.nl", summary=TOLD)
    nomination = agreed("zelfde@elders.nl", title="Aanjager wijkaanpak", summary=TOLD)
    page = f"/loket/voordrachten/{nomination.pk}/"
    drain()
    for role in ("loket", "accountmanager"):
        assert "Misschien staat deze persoon al in de pool" in as_role(role).get(page).content.decode()
    pair = PossibleDouble.objects.get()
    assert (pair.first, pair.second) == (first, nomination.profile)
    assert "de functie met de korte tekst" in as_role("loket").get(PAGE).content.decode()


def test_text_of_whoever_withdrew_is_compared_with_nothing(site_tree: Any) -> None:
    somebody("Aanjager wijkaanpak", "", "een@bureau.nl", summary=TOLD, consent_until=None)
    somebody("Aanjager wijkaanpak", "", "twee@elders.nl", summary=TOLD, slug="ander")
    find_doubles()
    assert not PossibleDouble.objects.exists()


def test_of_a_nomination_that_waits_for_its_person_nothing_is_compared(
    two: tuple[ExpertProfile, ExpertProfile], desk: Client
) -> None:
    two[1].delete()
    form = {"by": "collega", "title": "Wijkmanager", "email": "j.vandenberg@elders.nl"}
    assert desk.post("/pool/voordragen/", {**form, "why": "Kent iedereen in de wijk."}).status_code == 302
    find_doubles()
    assert not PossibleDouble.objects.exists()
    assert "Oud-wethouder" not in desk.get(PAGE).content.decode()


def test_page_names_by_function_and_nobody_without_consent(
    two: tuple[ExpertProfile, ExpertProfile], desk: Client
) -> None:
    find_doubles()
    page = desk.get(PAGE).content.decode()
    assert "Oud-wethouder" in page
    assert "Wijkambassadeur" in page
    for secret in (OLD, NEW, "van den Berg", "v.d. Berg"):
        assert secret not in page
    ExpertProfile.objects.filter(pk=two[1].pk).update(consent_until=None)
    page = desk.get(PAGE).content.decode()
    assert "Oud-wethouder" not in page
    assert "Wijkambassadeur" not in page


def test_whoever_withdrew_is_not_compared(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    ExpertProfile.objects.filter(pk=two[0].pk).update(consent_until=timezone.localdate() - timedelta(days=1))
    find_doubles()
    assert not PossibleDouble.objects.exists()


def test_two_people_are_not_proposed_again(two: tuple[ExpertProfile, ExpertProfile], desk: Client) -> None:
    pair = found()
    for _ in range(2):
        desk.post(PAGE, {"pair": str(pair.pk), "answer": "ander"})
    assert found().state == DoubleState.OTHER
    find_doubles_of({"profile": two[1].pk})
    assert found().decided_by == desk.user
    assert "Oud-wethouder" not in desk.get(PAGE).content.decode()
    assert AuditEvent.objects.filter(action="expertpool.double_set_apart").count() == 1
    assert not MailMessage.objects.exists()


def test_one_person_says_yes_with_both_mails(two: tuple[ExpertProfile, ExpertProfile], desk: Client) -> None:
    pair = found()
    for _ in range(2):
        desk.post(PAGE, {"pair": str(pair.pk), "answer": "eerste"})
    mails = {mail.to: mail for mail in MailMessage.objects.all()}
    assert set(mails) == {OLD, NEW}
    assert MailMessage.objects.count() == 2
    assert NEW not in mails[OLD].body
    assert "Wijkambassadeur" not in mails[OLD].body, "it may be somebody else after all"
    link, own = link_and_code(mails[OLD])
    _, other = link_and_code(mails[NEW])
    visitor = Client()
    page = visitor.get(link).content.decode()
    assert "Wijkambassadeur" not in page
    for wrong in ("", own, "00000000", "x" * 90, "²²²²²²²²"):
        assert visitor.post(link, {"code": wrong}).status_code == 422
    assert ExpertProfile.objects.count() == 2
    assert "samengevoegd" in visitor.post(link, {"code": other}).content.decode()
    assert visitor.post(link, {"code": other}).status_code == 404
    assert [one.title for one in ExpertProfile.objects.all()] == ["Oud-wethouder"]
    assert User.objects.get(email=OLD).is_active
    assert not User.objects.get(email=NEW).is_active
    last = MailMessage.objects.filter(subject__contains="samengevoegd")
    assert {mail.to for mail in last} == {OLD, NEW}
    assert {mail.to for mail in last if "account met dit adres is gesloten" in mail.body} == {NEW}
    assert AuditEvent.objects.filter(action="expertpool.profiles_merged").count() == 1
    assert AuditEvent.objects.filter(action="account.deactivated").count() == 1


def test_codes_cannot_be_tried_one_after_another(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    pair, visitor = asked(), Client()
    link = f"/pool/samenvoegen/{pair.first_token}/"
    answers = [visitor.post(link, {"code": f"{number:08}"}).status_code for number in range(12)]
    assert answers[:10] == [422] * 10
    assert answers[10:] == [429, 429]
    assert visitor.post(link, {"code": pair.second_code}).status_code == 429
    assert ExpertProfile.objects.count() == 2


def test_no_of_either_side_holds(two: tuple[ExpertProfile, ExpertProfile], desk: Client) -> None:
    pair = asked()
    visitor = Client()
    assert (
        "Er verandert niets"
        in visitor.post(f"/pool/samenvoegen/{pair.second_token}/", {"no": "1"}).content.decode()
    )
    assert visitor.get(f"/pool/samenvoegen/{pair.first_token}/").status_code == 404
    assert found().state == DoubleState.OTHER
    assert visitor.get("/pool/samenvoegen/geen/").status_code == 404
    assert ExpertProfile.objects.count() == 2


def test_everything_moves_and_what_was_narrow_stays_narrow(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    winner, loser = two
    today, gemeente = timezone.localdate(), Gemeente.objects.get(slug="arnhem")
    for profile in two:
        owner = profile.user
        assert owner is not None
        ProfileEvidence.objects.create(profile=profile, kind="lezing", title="Dezelfde lezing", year=2024)
        add_interest(profile=profile, actor=owner, place=gemeente, role="adviseur", until=None)
        add_exclusion(profile=profile, actor=owner, gemeente=gemeente, by=ExcludedBy.EXPERT)
        Pause.objects.create(profile=profile, starts=today, ends=today)
        ProfileViews.objects.create(
            profile=profile, month=today.replace(day=1), seen_from="bezoeker", count=2
        )
        ConsentRow.objects.create(
            profile=profile, text_version="2026-1", how=ConsentHow.LINK, given_at=timezone.now()
        )
    ProfileEvidence.objects.create(profile=loser, kind="praktijk", title="Alleen daar", year=2023)
    owner = loser.user
    assert owner is not None
    add_interest(
        profile=loser, actor=owner, place=Organisation.objects.get(slug="aedes"), role="lid", until=None
    )
    pair = asked()
    merge_profiles(token=pair.second_token, code=pair.first_code)
    winner.refresh_from_db()
    assert sorted(winner.evidence.values_list("title", flat=True)) == ["Alleen daar", "Dezelfde lezing"]
    assert Interest.objects.filter(profile=winner).count() == 2
    assert winner.exclusions.count() == 1
    assert winner.pauses.count() == 1
    assert winner.consents.count() == 2
    assert ProfileViews.objects.get().count == 4
    assert winner.visibility == Visibility.LOKET
    assert winner.consent_until is not None


def test_address_that_told_of_a_conflict_still_does(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    """The account of the other profile is closed; where that person worked counts for two years more."""
    winner, loser = two
    gemeente, aedes = Gemeente.objects.get(slug="arnhem"), Organisation.objects.get(slug="aedes")
    join_gemeente(user=UserFactory(role="gemeente", email="x@nieuw-bureau.nl"), gemeente=gemeente, actor=None)
    ExpertProfile.objects.filter(pk=loser.pk).update(organisation=aedes)
    assert find_conflicts(profile=winner, gemeente=gemeente) == []
    pair = asked()
    merge_profiles(token=pair.first_token, code=pair.second_code)
    (told,) = find_conflicts(profile=winner, gemeente=gemeente)
    assert "had een mailadres van daar" in told
    assert len(find_conflicts(profile=winner, gemeente=gemeente, organisations=[aedes])) == 2


def test_link_ends_with_the_consent_of_either(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    pair = asked()
    ExpertProfile.objects.filter(pk=two[1].pk).update(consent_until=None)
    with pytest.raises(MergeEndedError):
        merge_profiles(token=pair.first_token, code=pair.second_code)
    ExpertProfile.objects.filter(pk=two[1].pk).update(consent_until=two[1].consent_until)
    User.objects.filter(pk=two[0].user_id).update(is_active=False)
    with pytest.raises(MergeEndedError):
        merge_profiles(token=pair.first_token, code=pair.second_code)
    assert ExpertProfile.objects.count() == 2


def test_work_of_the_loket_goes_along(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    winner, loser = two
    desk = UserFactory(role="loket")
    request, other = make_taken_request(), make_taken_request()
    stays = make_invitation(winner, request=request)
    twice = make_invitation(loser, request=request)
    once = make_invitation(loser)
    mission = make_mission(make_invitation(loser, request=other))
    part = PartQuestion.objects.create(
        request=request, profile=loser, question="Wat?", answer_by=timezone.localdate(), token="a"
    )
    proposal = Proposal.objects.create(request=request, made_by=desk, engine="1", token="b")
    item = ProposalItem.objects.create(
        proposal=proposal, place=1, kind="profile", key=f"profile:{loser.pk}", score=1, is_chosen=True
    )
    pair = asked()
    merge_profiles(token=pair.first_token, code=pair.second_code)
    for row in (stays, twice, once, mission.invitation, part, item):
        row.refresh_from_db()
    assert {one.profile for one in Invitation.objects.all()} == {winner}
    assert stays.state == once.state == InvitationState.SENT
    assert twice.state == InvitationState.WITHDRAWN
    assert mission.invitation.state == InvitationState.ACCEPTED
    assert part.profile == winner
    assert item.key == f"profile:{winner.pk}"


def test_who_is_asked_while_two_become_one_gets_an_answer(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    gone = ExpertProfile.objects.get(pk=two[1].pk)
    two[1].delete()
    with pytest.raises(InvitationRefusedError, match="staat niet meer in de pool"):
        make_invitation(gone)


def test_account_with_other_work_stays_open(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    account = two[1].user
    assert account is not None
    grant_role(user=account, role=Role.GEMEENTE, actor=None)
    pair = asked()
    merge_profiles(token=pair.first_token, code=pair.second_code)
    account = User.objects.get(pk=account.pk)
    assert account.is_active
    assert account.roles == {Role.GEMEENTE}


def test_who_was_nominated_twice_keeps_the_account(
    two: tuple[ExpertProfile, ExpertProfile], desk: Client
) -> None:
    two[1].delete()
    nomination = agreed("j.vandenberg@elders.nl")
    drain()
    pair = found()
    desk.post(PAGE, {"pair": str(pair.pk), "answer": "tweede"})
    assert found().state == DoubleState.FOUND, "a profile without an account cannot stay"
    desk.post(PAGE, {"pair": str(pair.pk), "answer": "eerste"})
    pair.refresh_from_db()
    assert MailMessage.objects.filter(to="j.vandenberg@elders.nl", subject__contains="twee keer").exists()
    merge_profiles(token=pair.first_token, code=pair.second_code)
    assert list(ExpertProfile.objects.all()) == [two[0]]
    assert not Nomination.objects.filter(pk=nomination.pk).exists()


def test_link_of_before_the_verdicts_closes_no_account_that_came_of_them(
    two: tuple[ExpertProfile, ExpertProfile],
) -> None:
    """The one to stay has no account, the other got one meanwhile: nothing happens."""
    for profile in two:
        profile.delete()
    first, second = agreed("j.vandenberg@een.nl"), agreed("j.vandenberg@twee.nl")
    pair = asked(keeps_first=True)
    for role in ("loket", "beheer"):
        say(second, UserFactory(role=role))
    with pytest.raises(MergeEndedError):
        merge_profiles(token=pair.first_token, code=pair.second_code)
    assert Nomination.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("ring", "asks"), [(Visibility.PUBLIC, "minder mensen"), (Visibility.LOKET, "meer mensen")]
)
def test_mail_after_merging_asks_only_what_can_be(site_tree: Any, ring: str, asks: str) -> None:
    somebody("Oud-wethouder", "Jan van den Berg", OLD, visibility=ring)
    somebody("Wijkambassadeur", "J.P. v.d. Berg", NEW, visibility=ring)
    pair = asked()
    merge_profiles(token=pair.first_token, code=pair.second_code)
    for mail in MailMessage.objects.filter(key__startswith="profiles-merged"):
        assert f"Wilt u dat {asks} het zien?" in mail.body


def test_search_follows(two: tuple[ExpertProfile, ExpertProfile]) -> None:
    pair = asked()
    OutboxRow.objects.all().delete()
    merge_profiles(token=pair.first_token, code=pair.second_code)
    told = {row.payload["pk"] for row in OutboxRow.objects.filter(topic="search.refresh")}
    assert told >= {two[0].pk, two[1].pk}


def test_page_takes_the_same_queries_for_one_pair_and_for_six(
    site_tree: Any, desk: Client, django_assert_max_num_queries: Any
) -> None:
    asked_for = []
    desk.get(PAGE)
    for number in (1, 3):
        for place in range(number):
            somebody(f"Functie {number}{place}", f"Jan de Wit{number}", f"een{number}{place}@x.nl")
            somebody(f"Ook {number}{place}", f"J. Wit{number}", f"twee{number}{place}@x.nl")
        find_doubles()
        with django_assert_max_num_queries(40) as captured:
            desk.get(PAGE)
        asked_for.append(len(captured))
    assert PossibleDouble.objects.count() > 6
    assert asked_for[0] == asked_for[1]


def test_strangers_decide_nothing(two: tuple[ExpertProfile, ExpertProfile], as_role: AsRole) -> None:
    pair = found()
    for role in ("expert", "organisatie", "accountmanager", "gemeente"):
        assert as_role(role).post(PAGE, {"pair": str(pair.pk), "answer": "eerste"}).status_code == 403
    assert side_by_link("") is None
    desk = as_role("loket")
    for odd in ("0", "999999999"):
        assert desk.post(PAGE, {"pair": odd, "answer": "eerste"}).status_code == 404
    for odd in ("x", "9" * 40):
        assert desk.post(PAGE, {"pair": odd, "answer": "eerste"}).status_code == 422


@pytest.mark.parametrize("answer", ["hallo", "", "zelfde", "EERSTE", None])
def test_unknown_answer_on_two_profiles_mails_nobody(
    two: tuple[ExpertProfile, ExpertProfile], desk: Client, answer: str | None
) -> None:
    pair = found()
    sent = {"pair": str(pair.pk)} if answer is None else {"pair": str(pair.pk), "answer": answer}
    response = desk.post(PAGE, sent)
    drain()
    assert response.status_code == 422
    assert "Dit antwoord kennen wij niet" in response.content.decode()
    assert not MailMessage.objects.exists()
    pair.refresh_from_db()
    assert pair.state == DoubleState.FOUND


def test_both_mails_at_once_make_one_profile(committed: None, rounds: range) -> None:
    for number in rounds:
        name = "abcdefghij"[number % 10] * 6
        first = make_profile(f"A {number}", user=UserFactory(role="expert", name=f"Jan {name}"))
        second = make_profile(f"B {number}", user=UserFactory(role="expert", name=f"J. {name}"))
        ProfileEvidence.objects.create(profile=second, kind="lezing", title="Lezing")
        find_doubles()
        pair = PossibleDouble.objects.get(first=first, second=second)
        ask_to_merge(pair=pair, actor=UserFactory(role="loket"), keeps_first=True)
        pair.refresh_from_db()
        outcomes = at_once(
            lambda pair=pair: merge_profiles(token=pair.first_token, code=pair.second_code),
            lambda pair=pair: merge_profiles(token=pair.second_token, code=pair.first_code),
        )
        assert [type(one) for one in failures(outcomes)] == [MergeEndedError]
        assert ExpertProfile.objects.get(pk__in=[first.pk, second.pk]) == first
        assert first.evidence.count() == 1
