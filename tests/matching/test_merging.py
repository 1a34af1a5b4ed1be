"""Two requests of one gemeente that are the same: one ends, the other goes on and shows what stood with the first."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import retention
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Gemeente, Wijk
from krachtwijken.core.outbox.models import MailMessage
from matching.conversation.enums import PromiseState
from matching.conversation.models import Promise, ThreadLink
from matching.conversation.services.messages import post_message
from matching.conversation.services.promises import add_promise, settle_promise
from matching.joint.services import link_request
from matching.mail_in.enums import MailState
from matching.mail_in.models import IncomingMail
from matching.merging.models import MergedRequest
from matching.merging.rules import TEAM, find_obstacles
from matching.merging.services import merge_request
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.forgetting import REMOVED
from matching.requests.services.steps import take_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_invitation
from tests.factories.requests import make_asker, make_request
from tests.factories.teams import make_forming

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
WHY = "Beide gaan over dezelfde jongeren."


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.requests.services.submit.recognise", lambda text: [])


@pytest.fixture
def desk() -> User:
    user: User = UserFactory(role="loket")
    return user


def browser(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def merge(loser: SupportRequest, winner: SupportRequest, desk: User) -> MergedRequest:
    return merge_request(request=loser, into=winner, actor=desk, reason=WHY)


def promised(request: SupportRequest, actor: User, text: str) -> Promise:
    return add_promise(
        request=request, actor=actor, text=text, promised_by="Loket", promised_to="Gemeente",
        due_on=timezone.localdate(), token=text,
    )  # fmt: skip


def mails(key: str) -> list[str]:
    return list(MailMessage.objects.filter(key__contains=key).values_list("to", flat=True))


def test_one_ends_and_the_other_shows_it_all(asker: User, desk: User) -> None:
    colleague = make_asker()
    loser, winner = make_request(asker, problem="Jongeren hangen rond."), make_request(asker)
    post_message(request=loser, actor=asker, text="Dit schreef de gemeente.", token="a")
    post_message(request=loser, actor=desk, text="Dit hield het loket.", token="b", is_internal=True)
    post_message(request=loser, actor=desk, text="Dit antwoordde het loket.", token="d")
    promised(loser, desk, "Wij bellen u.")
    settle_promise(promise=promised(loser, desk, "Wij belden u."), actor=desk, state=PromiseState.KEPT)
    waits = IncomingMail.objects.create(request=loser, state=MailState.WAITING)
    assert ThreadLink.objects.filter(request=loser).exists()
    merge(loser, winner, desk)
    loser.refresh_from_db()
    waits.refresh_from_db()
    assert loser.status == RequestStatus.SAMENGEVOEGD
    assert waits.request_id == winner.pk
    assert not ThreadLink.objects.filter(request=loser).exists()
    assert [one.text for one in winner.promises.all()] == ["Wij bellen u."]
    told = browser(asker).get(f"/mijn/verzoeken/{winner.reference}/").content.decode()
    for words in ("Dit schreef de gemeente.", "Wij belden u.", "Jongeren hangen rond.", WHY):
        assert words in told
    assert "Dit hield het loket." not in told
    seen = browser(desk).get(f"/loket/werkvoorraad/{winner.reference}/").content.decode()
    assert "Dit hield het loket." in seen
    old = browser(asker).get(f"/mijn/verzoeken/{loser.reference}/").content.decode()
    assert f"samengevoegd met {winner.reference}" in old
    assert sorted(mails(f"loket:{loser.reference}:merged")) == sorted([asker.email, colleague.email])
    with pytest.raises(WrongStepError):
        post_message(request=loser, actor=asker, text="Nog iets.", token="c")
    assert "matching.merged" in [event.action for event in events_of(loser)]
    assert "matching.merged_from" in [event.action for event in events_of(winner)]


def test_merging_twice_is_one_and_tells_once(asker: User, desk: User) -> None:
    loser, winner = make_request(asker), make_request(asker)
    assert merge(loser, winner, desk) == merge(loser, winner, desk)
    assert len(mails(f"loket:{loser.reference}:merged")) == 1
    with pytest.raises(WrongStepError):
        merge(loser, make_request(asker), desk)


def test_owner_of_what_goes_on_hears_it_of_a_colleague(asker: User, desk: User) -> None:
    loser, winner, other = make_request(asker), make_request(asker), UserFactory(role="loket")
    take_request(request=winner, actor=other)
    merge(loser, winner, desk)
    assert mails("merged-from") == [other.email]


def test_what_went_on_in_it_follows_when_it_goes_on_itself(asker: User, desk: User) -> None:
    first, second, third = (make_request(asker) for _ in range(3))
    merge(first, second, desk)
    merge(second, third, desk)
    assert set(MergedRequest.objects.values_list("request", "into")) == {
        (first.pk, third.pk), (second.pk, third.pk),
    }  # fmt: skip


def test_joint_question_goes_along_and_never_stands_twice(asker: User, desk: User) -> None:
    elsewhere = UserFactory(role="gemeente")
    elsewhere.gemeente_memberships.create(gemeente=Gemeente.objects.get(slug="nijmegen"))
    other = make_request(elsewhere, wijk_id=Wijk.objects.filter(gemeente__slug="nijmegen")[0].pk)
    loser, winner, last = (make_request(asker) for _ in range(3))
    joint = link_request(request=loser, other=other, actor=desk, title="Jongeren")
    merge(loser, winner, desk)
    assert set(joint.members.values_list("request", flat=True)) == {winner.pk, other.pk}
    link_request(request=last, other=winner, actor=desk, title="Jongeren")
    merge(winner, last, desk)
    assert set(joint.members.values_list("request", flat=True)) == {last.pk, other.pk}


@pytest.mark.parametrize("role", ["gemeente", "accountmanager", "beheer", "redactie"])
def test_nobody_else_merges(asker: User, role: str) -> None:
    with pytest.raises(PermissionDenied):
        merge(make_request(asker), make_request(asker), UserFactory(role=role))


def test_of_two_gemeenten_or_itself_is_refused(asker: User, desk: User) -> None:
    elsewhere = UserFactory(role="gemeente")
    elsewhere.gemeente_memberships.create(gemeente=Gemeente.objects.get(slug="nijmegen"))
    other = make_request(elsewhere, wijk_id=Wijk.objects.filter(gemeente__slug="nijmegen")[0].pk)
    mine = make_request(asker)
    for winner in (other, mine):
        with pytest.raises(WrongStepError):
            merge(mine, winner, desk)
    page = browser(desk).post(
        f"/loket/werkvoorraad/{mine.reference}/samenvoegen/", {"into": other.reference, "reason": WHY}
    )
    assert page.status_code == 422
    assert "van een andere gemeente" in page.content.decode()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (RequestStatus.VOORGESTELD, "Haal dat eerst terug"),
        (RequestStatus.IN_UITVOERING, "Rond dat verzoek af"),
        (RequestStatus.INGETROKKEN, "is al klaar: ingetrokken"),
    ],
)
def test_state_in_the_way_is_told(asker: User, status: RequestStatus, said: str) -> None:
    loser, winner = make_request(asker), make_request(asker)
    SupportRequest.objects.filter(pk=loser.pk).update(status=status)
    loser.refresh_from_db()
    assert said in " ".join(find_obstacles(loser, winner))


def test_what_is_done_takes_nothing_in(asker: User, desk: User) -> None:
    loser, winner = make_request(asker), make_request(asker)
    SupportRequest.objects.filter(pk=winner.pk).update(status=RequestStatus.BEANTWOORD)
    with pytest.raises(WrongStepError, match="is al klaar"):
        merge(loser, winner, desk)


def test_invitation_that_waits_is_in_the_way_and_the_page_says_so(asker: User, desk: User) -> None:
    loser, winner = make_request(asker), make_request(asker)
    make_invitation(request=take_request(request=loser, actor=desk))
    page = browser(desk).post(
        f"/loket/werkvoorraad/{loser.reference}/samenvoegen/",
        {"into": winner.reference, "reason": WHY, "bevestig": "ja"},
    )
    assert page.status_code == 422
    assert "Trek die eerst in" in page.content.decode()
    assert not MergedRequest.objects.exists()


def test_team_is_in_the_way_of_its_own_request_only(asker: User, desk: User) -> None:
    team, loser, winner = make_forming(asker), make_request(asker), make_request(asker)
    assert find_obstacles(team.request, winner) == [TEAM.format(team.request.reference)]
    assert find_obstacles(loser, winner) == []


def test_page_asks_before_it_does(asker: User, desk: User) -> None:
    loser, winner, client = make_request(asker), make_request(asker), browser(desk)
    address = f"/loket/werkvoorraad/{loser.reference}/samenvoegen/"
    promised(loser, desk, "Wij bellen u.")
    assert address in client.get(f"/loket/werkvoorraad/{loser.reference}/").content.decode()
    assert winner.reference in client.get(address).content.decode()
    answers = {"into": winner.reference, "reason": WHY}
    empty = client.post(address, {**answers, "reason": ""})
    assert empty.status_code == 422
    asked = client.post(address, answers).content.decode()
    assert "1 open toezegging gaat naar" in asked
    assert "Dit kunt u niet terugdraaien" in asked
    assert not MergedRequest.objects.exists()
    done = client.post(address, {**answers, "bevestig": "ja"}, follow=True)
    assert done.redirect_chain[-1][0] == f"/loket/werkvoorraad/{winner.reference}/"
    again = client.post(address, {**answers, "bevestig": "ja"})
    assert again.headers["Location"] == f"/loket/werkvoorraad/{winner.reference}/"
    assert MergedRequest.objects.count() == 1


def test_reason_is_forgotten_five_years_after_the_end_and_which_stays(asker: User, desk: User) -> None:
    old, young = (merge(make_request(asker), make_request(asker), desk) for _ in range(2))
    for merged, days in ((old, 5 * 365 + 1), (young, 5 * 365 - 1)):
        ended = timezone.now() - timedelta(days=days)
        SupportRequest.objects.filter(pk=merged.request_id).update(status_since=ended)
    assert retention.RULES["matching.merging"]() == 1
    assert retention.RULES["matching.merging"]() == 0
    assert dict(MergedRequest.objects.values_list("request", "reason")) == {
        old.request_id: REMOVED, young.request_id: WHY,
    }  # fmt: skip
