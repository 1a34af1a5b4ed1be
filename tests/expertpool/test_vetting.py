"""Two people of both sides give a verdict on who agreed: alone, once, without ties, and what each of them reads."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from expertpool.admission.services import TiedError
from expertpool.admission.state import MOVES, WrongStateError, next_state
from expertpool.models import ExpertProfile, Nomination, NominationState, Vetting
from krachtwijken.accounts.models import User
from krachtwijken.core.outbox.models import MailMessage
from tests.expertpool.test_admission import CANARY, EMAIL, VERDICT, AsRole, agreed, say
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory
from tests.races import at_once, failures


@pytest.mark.parametrize(("reason", "status"), [("x", 422), ("  ja graag  ", 422), ("Goed werk!", 302)])
def test_verdict_needs_a_reason_that_says_something(
    site_tree: Any, as_role: AsRole, reason: str, status: int
) -> None:
    page = f"/loket/voordrachten/{agreed().pk}/"
    answer = as_role("loket").post(page, {**VERDICT, "reason": reason})
    assert answer.status_code == status
    assert Vetting.objects.exists() is (status == 302)
    if status == 422:
        assert "Schrijf minstens 10 tekens" in answer.content.decode()


def test_profile_before_vetting_shows_to_nobody_else(site_tree: Any, as_role: AsRole) -> None:
    profile = agreed(summary=f"Kan {CANARY}.").profile
    assert profile is not None
    for role in ("visitor", "gemeente", "expert", "redactie", "kenniscentrum"):
        client = Client() if role == "visitor" else as_role(role)
        for address in ("/pool/", profile.get_absolute_url(), "/loket/voordrachten/", "/loket/profielen/"):
            assert CANARY not in client.get(address).content.decode()
    assert not MailMessage.objects.filter(body__icontains=CANARY).exists()


@pytest.mark.parametrize("roles", [("loket", "loket"), ("beheer", "accountmanager")])
def test_two_of_one_side_let_nobody_in(site_tree: Any, roles: tuple[str, str]) -> None:
    nomination = agreed()
    say(nomination, UserFactory(role=roles[0]))
    with pytest.raises(WrongStateError):
        say(nomination, UserFactory(role=roles[1]))
    nomination.refresh_from_db()
    assert nomination.state == NominationState.CONSENTED


def test_one_person_with_both_roles_speaks_once(site_tree: Any) -> None:
    from krachtwijken.accounts.roles import Role
    from krachtwijken.accounts.services.roles import grant_role

    nomination, both = agreed(), UserFactory(role="loket")
    grant_role(user=both, role=Role.BEHEER, actor=None)
    both = User.objects.get(pk=both.pk)
    say(nomination, both)
    with pytest.raises(WrongStateError):
        say(nomination, both)
    assert Vetting.objects.count() == 1


def test_one_no_ends_it_and_nothing_of_the_profile_stays(site_tree: Any) -> None:
    nomination = agreed()
    say(nomination, UserFactory(role="loket"))
    say(nomination, UserFactory(role="beheer"), agrees=False)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.REFUSED
    assert not ExpertProfile.objects.exists()
    assert not User.objects.filter(email=EMAIL).exists()
    mail = MailMessage.objects.get(key=f"nomination-no:{nomination.pk}")
    assert "Past." not in mail.body


def test_colleague_of_the_person_gives_no_verdict(site_tree: Any) -> None:
    with pytest.raises(TiedError):
        say(agreed(), UserFactory(role="loket", email="ander@bureau-de-brug.nl"))


@pytest.mark.parametrize("role", ["gemeente", "expert", "redactie", "kenniscentrum"])
def test_others_give_no_verdict(site_tree: Any, role: str) -> None:
    with pytest.raises(PermissionDenied):
        say(agreed(), UserFactory(role=role))


def test_verdict_from_a_tab_left_open_leads_to_the_outcome(site_tree: Any, as_role: AsRole) -> None:
    nomination = agreed()
    desk, late = as_role("loket"), as_role("beheer")
    page = f"/loket/voordrachten/{nomination.pk}/"
    assert desk.post(page, {**VERDICT, "agrees": "nee"}).status_code == 302
    answer = late.post(page, {**VERDICT, "reason": "Zij kan dit als geen ander."})
    assert answer.status_code == 422
    assert "Zij kan dit als geen ander." in answer.content.decode()
    for told in (answer, late.get(page)):
        assert "Over deze voordracht is al besloten" in told.content.decode()
    assert "geen ander" not in late.get(page).content.decode()
    assert late.get("/loket/voordrachten/999999/").status_code == 404


def test_second_judge_reads_only_that_somebody_judged_until_both_have(
    site_tree: Any, as_role: AsRole
) -> None:
    nomination = agreed()
    page, reason = f"/loket/voordrachten/{nomination.pk}/", f"Kent de wijk: {CANARY}."
    desk, second, colleague = as_role("loket"), as_role("beheer"), as_role("loket")
    desk.post(page, {**VERDICT, "reason": reason})
    for client in (second, colleague):
        shown = client.get(page).content.decode()
        assert "een oordeel, met een reden" in shown
        assert CANARY not in shown
        assert ": toelaten" not in shown
    refused = second.post(page, {**VERDICT, "reason": "x"})
    assert refused.status_code == 422
    assert CANARY not in refused.content.decode()
    own = desk.get(page).content.decode()
    assert reason in own, "what somebody said himself is no secret"
    second.post(page, VERDICT)
    assert reason in second.get(page).content.decode()
    assert VERDICT["reason"] in desk.get(page).content.decode()


@pytest.mark.parametrize(("verdict", "outcome"), [("ja", "toegelaten"), ("nee", "niet toegelaten")])
def test_outcome_is_named_and_stays_readable_for_who_vets(
    site_tree: Any, as_role: AsRole, verdict: str, outcome: str
) -> None:
    nomination = agreed()
    desk, second = as_role("loket"), as_role("beheer")
    page = f"/loket/voordrachten/{nomination.pk}/"
    assert "Zegt een van beiden nee" in desk.get(page).content.decode()
    desk.post(page, {**VERDICT, "reason": "Kent de wijk van binnen."})
    said = {**VERDICT, "agrees": verdict, "reason": "Nog geen werk in een wijk."}
    listed = second.post(page, said, follow=True).content.decode()
    assert f"De uitkomst is: {outcome}" in listed
    assert page in listed
    for role in ("loket", "accountmanager", "beheer"):
        shown = as_role(role).get(page).content.decode()
        assert f"<strong>{outcome}</strong>" in shown
        assert "Kent de wijk van binnen." in shown
        assert "Nog geen werk in een wijk." in shown
    assert as_role("gemeente").get(page).status_code == 403


def test_outcome_without_the_reasons_for_who_is_tied(site_tree: Any, client: Client) -> None:
    nomination = agreed()
    say(nomination, UserFactory(role="loket"), agrees=False)
    client.force_login(UserFactory(role="loket", email="ander@bureau-de-brug.nl"))
    shown = client.get(f"/loket/voordrachten/{nomination.pk}/").content.decode()
    assert "niet toegelaten" in shown
    assert "Past." not in shown


@pytest.mark.parametrize(("closed", "told"), [(True, "is gesloten"), (False, "heeft al een profiel")])
def test_account_in_the_way_is_called_what_it_is(
    site_tree: Any, as_role: AsRole, closed: bool, told: str
) -> None:
    nomination = agreed()
    user = UserFactory(email=EMAIL, is_active=not closed)
    if not closed:
        make_profile("Was er al", user=user)
    say(nomination, UserFactory(role="loket"))
    answer = as_role("beheer").post(f"/loket/voordrachten/{nomination.pk}/", VERDICT)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    nomination.refresh_from_db()
    assert nomination.state == NominationState.CONSENTED


def test_state_table_has_no_way_out_of_an_end() -> None:
    for state in (NominationState.ADMITTED, NominationState.REFUSED):
        for step in {step for _, step in MOVES}:
            with pytest.raises(WrongStateError):
                next_state(state, step)


def test_two_verdicts_at_once_admit_once(committed: None, rounds: range) -> None:
    desk, second = UserFactory(role="loket"), UserFactory(role="beheer")
    for number in rounds:
        profile = make_profile("Wijkmanager", slug=f"w-{number}", consent_until=None)
        nomination = Nomination.objects.create(
            email=f"w{number}@bureau-de-brug.nl", title="x", by="zelf", state=NominationState.CONSENTED,
            token=f"t{number}", link_until=timezone.now(), profile=profile,
        )  # fmt: skip
        outcomes = at_once(
            lambda nomination=nomination: say(nomination, desk),
            lambda nomination=nomination: say(nomination, desk),
            lambda nomination=nomination: say(nomination, second),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStateError]
        nomination.refresh_from_db()
        assert nomination.state == NominationState.ADMITTED
        assert MailMessage.objects.filter(key=f"nomination-in:{nomination.pk}").count() == 1


def test_who_vets_reads_background_and_languages(site_tree: Any, as_role: AsRole) -> None:
    nomination = agreed(origin="corporatie", languages=["turks", "pools"])
    page = as_role("loket").get(f"/loket/voordrachten/{nomination.pk}/").content.decode()
    assert "Woningcorporatie" in page
    assert "Turks, Pools" in page
