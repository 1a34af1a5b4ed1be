"""A proposal of more than the advice: what the loket searches for itself, and the invitation from a profile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.directory.services import announce, withdraw_consent
from expertpool.enums import Visibility
from expertpool.models import ExcludedBy, Exclusion, ExpertProfile, Pause
from krachtwijken.accounts.models import User
from krachtwijken.core.models import Gemeente
from matching.engagements.services.inviting import invite_expert
from matching.models import Proposal, SupportRequest
from matching.proposals.enums import OfferAnswer
from matching.proposals.more_offers import PER_KIND, TAKEN, search_more
from matching.proposals.people import refusals_of_people
from matching.proposals.services import Answer, NotToProposeError, answer_proposal, send_proposal
from tests.factories.dossiers import REASON, items_of, make_expert, person_offer, taken_by
from tests.factories.engagements import make_taken_request
from tests.factories.pages import make_case, make_centre
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def request_(search_index: Any) -> SupportRequest:
    request = make_request(make_asker())
    taken_by(request)
    return SupportRequest.objects.get(pk=request.pk)


@pytest.fixture
def desk(as_role: Callable[..., Client]) -> Client:
    return as_role("loket")


def found(profile: ExpertProfile, **fields: Any) -> ExpertProfile:
    ExpertProfile.objects.filter(pk=profile.pk).update(
        summary="Kinderen in armoede.", about="Helpt gezinnen met schulden.", **fields
    )
    profile.refresh_from_db()
    announce(profile)
    return profile


def address_of(request: SupportRequest) -> str:
    return f"/loket/werkvoorraad/{request.reference}/voorstel/"


def test_loket_finds_everybody_and_everything_by_words(
    request_: SupportRequest, desk: Client, run_outbox: Callable[[], int]
) -> None:
    person = found(make_expert("Schuldhulpverlener"))
    case = make_case(title="Schulden voorkomen bij gezinnen")
    centre, closed = make_centre("Instituut Schulden"), make_centre("Oud Schulden", active_until=2015)
    run_outbox()
    result = search_more("schulden", request=request_, viewer=desk.user)
    keys = {offer.key for offer in result.offers}
    assert {f"profile:{person.pk}", f"case:{case.pk}", f"centre:{centre.pk}"} <= keys
    assert f"centre:{closed.pk}" not in keys
    assert all(offer.is_added for offer in result.offers)
    assert search_more("  ", request=request_, viewer=desk.user).offers == ()


def pause(profile: ExpertProfile, _request: SupportRequest) -> None:
    today = timezone.localdate()
    Pause.objects.create(profile=profile, starts=today, ends=today + timedelta(days=5))


def exclude(profile: ExpertProfile, request: SupportRequest) -> None:
    Exclusion.objects.create(profile=profile, gemeente=request.gemeente, by=ExcludedBy.EXPERT)


def fill_room(profile: ExpertProfile, _request: SupportRequest) -> None:
    other = make_taken_request()
    invite_expert(
        request=other, profile=profile, actor=other.owner, message="Kunt u komen?", days=1,
        answer_by=timezone.localdate() + timedelta(days=7),
    )  # fmt: skip
    ExpertProfile.objects.filter(pk=profile.pk).update(max_parallel=1)


def hide(profile: ExpertProfile, _request: SupportRequest) -> None:
    ExpertProfile.objects.filter(pk=profile.pk).update(visibility=Visibility.LOKET)


def give_no_days(profile: ExpertProfile, _request: SupportRequest) -> None:
    ExpertProfile.objects.filter(pk=profile.pk).update(days_per_month=0)


def take_no_missions(profile: ExpertProfile, _request: SupportRequest) -> None:
    ExpertProfile.objects.filter(pk=profile.pk).update(max_parallel=0)


REFUSED: dict[str, tuple[Callable[[ExpertProfile, SupportRequest], None], str]] = {
    "pause": (pause, "Is nu niet beschikbaar."),
    "conflict": (exclude, "Wil niet voor gemeente Arnhem werken."),
    "full": (fill_room, "Heeft nu geen plaats (1 van 1)."),
    "without days": (give_no_days, "Heeft nu geen dagen vrij."),
    "takes no missions": (take_no_missions, "Neemt nu geen opdrachten aan."),
    "only for the desk": (hide, "Alleen het loket ziet dit profiel."),
}


@pytest.mark.parametrize(("change", "why"), REFUSED.values(), ids=REFUSED)
def test_who_may_not_help_is_shown_with_the_reason_and_cannot_be_sent(
    request_: SupportRequest, desk: Client, run_outbox: Callable[[], int],
    change: Callable[[ExpertProfile, SupportRequest], None], why: str,
) -> None:  # fmt: skip
    person = found(make_expert("Schuldhulpverlener"))
    run_outbox()
    viewer: User = desk.user
    offers = search_more("schulden", request=request_, viewer=viewer).offers
    assert [offer.key for offer in offers] == [f"profile:{person.pk}"]
    change(person, request_)
    result = search_more("schulden", request=request_, viewer=viewer)
    assert not result.offers
    assert why in result.refused[0].why
    with pytest.raises(NotToProposeError):
        send_proposal(
            request=request_, actor=viewer, offers=offers, reasons={offers[0].key: REASON}, token="een"
        )
    assert not Proposal.objects.exists()


def test_who_has_no_room_is_named_with_why_however_many_others_are_found(
    request_: SupportRequest, desk: Client, run_outbox: Callable[[], int]
) -> None:
    people = [found(make_expert(f"Schuldhulpverlener {number}")) for number in range(PER_KIND + 2)]
    run_outbox()
    for full in people[:2]:
        fill_room(full, request_)
    viewer: User = desk.user
    result = search_more("schulden", request=request_, viewer=viewer)
    assert {offer.key for offer in result.offers} == {f"profile:{row.pk}" for row in people[2:]}
    assert {row.title for row in result.refused} == {"Schuldhulpverlener 0", "Schuldhulpverlener 1"}
    page = desk.post(address_of(request_), {"doe": "zoek", "zoek": "schulden", "shown": "vals"})
    text = page.content.decode()
    assert "Schuldhulpverlener 0</a>. Heeft nu geen plaats (1 van 1)." in text


def test_what_is_found_and_stands_above_or_was_agreed_to_is_named(
    request_: SupportRequest, desk: Client, run_outbox: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    advised, agreed = found(make_expert("Schuldhulpverlener")), found(make_expert("Budgetcoach"))
    run_outbox()
    monkeypatch.setattr(
        "matching.proposals.views.offers_for", lambda *_args, **_kwargs: [person_offer(advised)]
    )
    monkeypatch.setattr("matching.proposals.views.accepted_keys", lambda _request: {f"profile:{agreed.pk}"})
    page = desk.post(address_of(request_), {"doe": "zoek", "zoek": "schulden", "shown": "vals"})
    search = page.context["search"]
    assert [offer.title for offer in search.above] == ["Schuldhulpverlener"]
    assert [(row.title, row.why) for row in search.refused] == [("Budgetcoach", TAKEN)]
    assert search.offers == []
    text = page.content.decode()
    assert "Staat al in het advies hierboven:" in text
    assert "Niets gevonden" not in text


def test_who_withdrew_is_no_more_found(
    request_: SupportRequest, desk: Client, run_outbox: Callable[[], int]
) -> None:
    person = found(make_expert("Schuldhulpverlener"))
    run_outbox()
    withdraw_consent(profile=person, actor=person.user)
    result = search_more("schulden", request=request_, viewer=desk.user)
    assert (list(result.offers), list(result.refused)) == ([], [])
    assert refusals_of_people([f"profile:{person.pk}"], Gemeente.objects.get(slug="arnhem"))


def test_search_keeps_what_was_ticked_and_typed_and_goes_into_the_proposal_with_a_reason(
    request_: SupportRequest, desk: Client, run_outbox: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    advised = make_expert("Uit het advies")
    searched, left = found(make_expert("Schuldhulpverlener")), found(make_expert("Budgetcoach"))
    run_outbox()
    monkeypatch.setattr(
        "matching.proposals.views.offers_for", lambda *_args, **_kwargs: [person_offer(advised)]
    )
    address = address_of(request_)
    form = desk.get(address).context["form"]
    typed = {"shown": form.initial["shown"], "token": "een", "kies_0": "on", "reden_0": "Kent de wijk."}
    page = desk.post(address, {**typed, "doe": "zoek", "zoek": "schulden"})
    assert page.status_code == 200
    assert "Kent de wijk." in page.content.decode()
    assert not Proposal.objects.exists()
    form = page.context["form"]
    assert form.offers[0].key == f"profile:{advised.pk}"
    number = [offer.key for offer in form.offers].index(f"profile:{searched.pk}")
    typed = {
        "shown": form.initial["shown"], "token": "een", "kies_0": "on", "reden_0": "Kent de wijk.",
        f"kies_{number}": "on",
    }  # fmt: skip
    answer = desk.post(address, typed)
    assert answer.status_code == 422, "what was added needs a reason too"
    again = desk.post(address, {**typed, "doe": "zoek", "zoek": "niets hiervan"})
    assert [offer.key for offer in again.context["form"].offers] == [
        f"profile:{advised.pk}", f"profile:{searched.pk}",
    ]  # fmt: skip
    typed[f"reden_{number}"] = "Deed dit in drie steden."
    assert desk.post(address, typed).status_code == 302
    (proposal,) = Proposal.objects.all()
    kept = [(item.key, item.is_chosen, item.is_added, item.reason) for item in items_of(proposal)]
    assert kept == [
        (f"profile:{advised.pk}", True, False, "Kent de wijk."),
        (f"profile:{searched.pk}", True, True, "Deed dit in drie steden."),
    ]
    assert not any(str(left.pk) == key.partition(":")[2] for key, *_ in kept), "what was left is not kept"


def test_empty_and_unreadable_searches_say_so(request_: SupportRequest, desk: Client) -> None:
    address = address_of(request_)
    for text, told in (("", "Typ eerst"), ("zqxw", "Niets gevonden"), ("x" * 500, "Typ eerst")):
        page = desk.post(address, {"doe": "zoek", "zoek": text, "shown": "vals"})
        assert page.status_code == 200
        assert told in page.content.decode()


def test_loket_invites_from_a_profile(request_: SupportRequest, desk: Client) -> None:
    person = make_expert("Schuldhulpverlener")
    address = f"/loket/uitnodigen/{person.slug}/"
    assert address in desk.get(person.get_absolute_url()).content.decode()
    assert address not in Client().get(person.get_absolute_url()).content.decode()
    page = desk.get(address).content.decode()
    link = f"/loket/werkvoorraad/{request_.reference}/uitnodigen/{person.slug}/"
    assert link in page
    exclude(person, request_)
    assert "Wil niet voor gemeente Arnhem werken." in desk.get(link).content.decode()
    withdraw_consent(profile=person, actor=person.user)
    assert desk.get(address).status_code == 404


def test_what_was_taken_back_stands_ready_and_what_was_accepted_is_not_asked_again(
    request_: SupportRequest, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = make_expert("Eerste"), make_expert("Tweede"), make_expert("Derde")
    offers = [person_offer(first), person_offer(second, 0.8), person_offer(third, 0.7)]
    monkeypatch.setattr("matching.proposals.views.offers_for", lambda *_args, **_kwargs: offers[:2])
    proposal = send_proposal(
        request=request_, actor=desk.user, offers=offers, token="een",
        reasons={offer.key: f"Om {offer.title}." for offer in offers},
    )  # fmt: skip
    asker = request_.created_by
    assert asker is not None
    yes = {items_of(proposal)[0].pk: Answer(OfferAnswer.ACCEPTED.value)}
    answer_proposal(request=request_, actor=asker, answers=yes, token="ja")
    recall = f"/loket/werkvoorraad/{request_.reference}/terughalen/"
    page = desk.get(recall).content.decode()
    assert "zei de gemeente al ja" in page
    assert Proposal.objects.get().ended_at is None, "looking takes nothing back"
    assert desk.post(recall).status_code == 302
    form = desk.get(address_of(request_)).context["form"]
    assert [(offer.key, bool(offer.refused)) for offer in form.offers] == [
        (offers[0].key, True), (offers[1].key, False), (offers[2].key, False),
    ]  # fmt: skip
    assert "kies_0" not in form.fields, "what was accepted stands in its place and is not asked again"
    assert [form.initial[name] for name in ("kies_1", "reden_1", "kies_2", "reden_2")] == [
        True, "Om Tweede.", True, "Om Derde.",
    ]  # fmt: skip
    sent = {"shown": form.initial["shown"], "token": "twee", "kies_1": "on", "reden_1": "Om Tweede."}
    assert desk.post(address_of(request_), sent).status_code == 302
    second_proposal = Proposal.objects.get(ended_at=None)
    no = {items_of(second_proposal)[0].pk: Answer(OfferAnswer.REFUSED.value, "Past niet.")}
    answer_proposal(request=request_, actor=asker, answers=no, token="nee")
    request_.refresh_from_db()
    assert request_.status == "in_uitvoering", "the first yes stands"
    assert "geen voorstel" in desk.get(recall, follow=True).content.decode()
