"""What the redactie does with the page of a contribution changes its state; the author hears of a decision."""

from django.db import transaction
from django.utils import timezone

from knowledge.contributions.enums import WAITING, ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.notify import tell_author_decided
from krachtwijken.accounts.models import User
from krachtwijken.core import audit

NO_REASON = "De redactie schreef geen reden op. Vraag ernaar: het adres staat onder aan deze site."
PAGE_GONE = "De redactie heeft de pagina weggehaald."


@transaction.atomic
def mark_taken(*, page: int, actor: User | None) -> None:
    """Repeatable. Somebody else than the author worked on the page."""
    contribution = _of_page(page)
    if contribution is None or contribution.state != ContributionState.INGEDIEND:
        return
    if actor is not None and actor.pk == contribution.author_id:
        return
    _change_state(contribution, ContributionState.BIJ_REDACTIE, actor)


@transaction.atomic
def mark_published(*, page: int, actor: User | None) -> None:
    """Repeatable: published again tells nobody anything new."""
    contribution = _of_page(page)
    if contribution is None or contribution.state == ContributionState.GEPLAATST:
        return
    contribution.reason = ""
    _decide(contribution, ContributionState.GEPLAATST, actor)


@transaction.atomic
def mark_refused(*, page: int, actor: User | None, reason: str) -> None:
    """Repeatable. Of what waits only: a page that was published and goes back to its editor stays published."""
    contribution = _of_page(page)
    if contribution is None or contribution.state not in WAITING:
        return
    contribution.reason = reason.strip() or NO_REASON
    _decide(contribution, ContributionState.AFGEWEZEN, actor)


def _of_page(page: int) -> Contribution | None:
    return Contribution.objects.select_for_update(of=("self",)).filter(page_id=page).first()


def _decide(contribution: Contribution, to: ContributionState, actor: User | None) -> None:
    contribution.decided_at = timezone.now()
    event = _change_state(contribution, to, actor)
    tell_author_decided(contribution, key=f"decided:{event}")


def _change_state(contribution: Contribution, to: ContributionState, actor: User | None) -> int:
    before = contribution.state
    contribution.state = to
    contribution.save(update_fields=["state", "reason", "decided_at", "changed_at"])
    event = audit.record(
        actor=actor,
        action="knowledge.contribution_state",
        target=contribution,
        data={"from": before, "to": to.value},
    )
    return int(event.pk)
