"""Who may not help a gemeente is neither proposed nor invited there, and the loket reads why."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.models import ExcludedBy, Exclusion, ExpertProfile, Pause
from krachtwijken.core.models import Gemeente
from matching.engagements.models import Invitation
from matching.engagements.services.inviting import InvitationRefusedError
from matching.models import Proposal, SupportRequest
from matching.proposals.enums import OfferAnswer
from matching.proposals.people import proposable_people
from matching.proposals.services import NotToProposeError, send_proposal
from tests.factories.dossiers import REASON, items_of, make_proposed, person_offer, taken_by
from tests.factories.engagements import make_expert, make_invitation, make_taken_request
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def exclude(profile: ExpertProfile, request: SupportRequest) -> None:
    Exclusion.objects.create(profile=profile, gemeente=request.gemeente, by=ExcludedBy.EXPERT)


def page_of(request: SupportRequest) -> str:
    client = Client()
    assert request.owner
    client.force_login(request.owner)
    return client.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()


def test_who_will_not_work_there_is_not_invited() -> None:
    profile, request = make_expert(), make_taken_request()
    exclude(profile, request)
    with pytest.raises(InvitationRefusedError, match="Wil niet voor gemeente"):
        make_invitation(profile, request)
    assert not Invitation.objects.exists()


def test_who_will_not_work_elsewhere_is_invited_here() -> None:
    profile, request = make_expert(), make_taken_request()
    other = Gemeente.objects.exclude(pk=request.gemeente_id)[0]
    Exclusion.objects.create(profile=profile, gemeente=other, by=ExcludedBy.EXPERT)
    assert make_invitation(profile, request).pk


@pytest.mark.parametrize("away", ["pause", "last day"])
def test_who_is_away_is_not_invited(away: str) -> None:
    profile, today = make_expert(), timezone.localdate()
    if away == "pause":
        Pause.objects.create(profile=profile, starts=today, ends=today)
    else:
        ExpertProfile.objects.filter(pk=profile.pk).update(available_until=today - timedelta(days=1))
        profile.refresh_from_db()
    with pytest.raises(InvitationRefusedError, match="nu niet beschikbaar"):
        make_invitation(profile)


def test_conflict_is_neither_offered_nor_proposed() -> None:
    request = make_request(make_asker())
    desk = taken_by(request)
    profile = make_proposed().items.get(place=0)
    person = ExpertProfile.objects.get(pk=int(profile.key.partition(":")[2]))
    assert proposable_people([profile.key], request.gemeente) == {profile.key}
    exclude(person, request)
    assert proposable_people([profile.key], request.gemeente) == frozenset()
    with pytest.raises(NotToProposeError):
        send_proposal(
            request=request, actor=desk, offers=[person_offer(person)], reasons={profile.key: REASON}, token="twee"
        )  # fmt: skip
    assert not Proposal.objects.filter(request=request).exists()


def test_accepted_person_is_one_click_from_an_invitation(search_index: Any) -> None:
    proposal = make_proposed(people=1)
    proposal.items.update(answer=OfferAnswer.ACCEPTED)
    (item,) = items_of(proposal)
    person = ExpertProfile.objects.get(pk=int(item.key.partition(":")[2]))
    request = SupportRequest.objects.get(pk=proposal.request_id)
    assert f"/uitnodigen/{person.slug}/" in page_of(request)
    exclude(person, request)
    page = page_of(request)
    assert f"/uitnodigen/{person.slug}/" not in page
    assert "Wil niet voor gemeente" in page
