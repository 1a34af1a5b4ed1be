"""Nominate, agree or not, vet, let in. Each step checks the state under lock."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from expertpool.admission.known import tell_known_nomination, tell_known_profile
from expertpool.admission.rules import free_side, has_tie, may_vet
from expertpool.admission.state import WrongStateError, next_state
from expertpool.consents.services import start_term
from expertpool.consents.texts import CURRENT_TEXT
from expertpool.importing.erasing import forget_rows_of_nomination
from expertpool.importing.known import digest_of_address
from expertpool.models import (
    ConsentHow,
    ConsentRow,
    ExpertProfile,
    NominatedBy,
    Nomination,
    NominationState,
    OrganisationAsk,
    Vetting,
    VettingSide,
)
from expertpool.models.nomination import OPEN_NOMINATION
from expertpool.sections.choices import write_list, write_themes
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.accounts.services.accounts import invite
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.models import Organisation
from krachtwijken.core.outbox import enqueue
from krachtwijken.core.tokens import new_token

LINK_HOLDS = timedelta(days=30)
ANSWERS = ("title", "summary", "about", "days_per_month", "area", "visibility")
LISTS = ("levels", "roles", "provinces", "languages")


class AccountInTheWayError(ValueError):
    """Who was nominated has an account that is closed, or that holds a profile already."""

    def __init__(self, *, is_closed: bool) -> None:
        super().__init__("closed" if is_closed else "profile")
        self.is_closed = is_closed


class TiedError(ValueError):
    """The vetter is the person, or of the same office."""


def nominate(
    *,
    email: str,
    title: str,
    why: str,
    by: str,
    organisation: Organisation | None = None,
    name: str = "",
    prefill: dict[str, Any] | None = None,
) -> None:
    """Repeatable, and says nothing: who is known already, or was nominated by somebody else too, gets one mail. Only that
    mail says which of both it was."""
    new = Nomination(
        email=email.strip().lower(), title=title, why=why, by=by, organisation=organisation, name=name,
        prefill=prefill or {}, token=new_token(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            _nominate(new)
    except IntegrityError:
        # Two at once: the other one stands.
        return


def _nominate(new: Nomination) -> None:
    known = ExpertProfile.objects.filter(user__email=new.email).select_related("user").first()
    if known is not None:
        tell_known_profile(known)
        return
    now = timezone.now()
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .filter(email=new.email, state__in=OPEN_NOMINATION)
        .first()
    )
    if nomination is None:
        nomination = new
        nomination.link_until = now + LINK_HOLDS
        nomination.save()
        audit.record(actor=None, action="expertpool.nominated", target=nomination, data={"by": nomination.by})
    elif nomination.state == NominationState.NOMINATED and nomination.link_until < now:
        nomination.token, nomination.link_until = new_token(), now + LINK_HOLDS
        nomination.save(update_fields=["token", "link_until"])
    else:
        tell_known_nomination(nomination)
        return
    send_nomination(nomination, key=f"nomination:{nomination.pk}:{nomination.token[:8]}")


def send_nomination(nomination: Nomination, *, key: str) -> None:
    """The question whether somebody wants to be in the pool."""
    queue_mail(
        to=nomination.email,
        template="mail/nomination_ask.txt",
        context={
            "address": reverse("expertpool:agree", args=[nomination.token]),
            "until": nomination.link_until,
            "organisation": nomination.organisation,
            "is_self": nomination.by == NominatedBy.SELF,
        },
        key=key,
    )


@transaction.atomic
def agree_to_nomination(*, nomination: Nomination, answers: dict[str, Any]) -> Nomination:
    """Of the person: makes the profile, for nobody to see yet, and tells who vets."""
    fresh = _lock(nomination)
    _move(fresh, "consent", None)
    profile = ExpertProfile(
        **{name: answers[name] for name in ANSWERS},
        origin=answers.get("origin", ""),
        slug=_free_slug(answers["title"]),
        organisation=fresh.organisation,
    )
    profile.full_clean()
    profile.save()
    for name in LISTS:
        write_list(profile, name, answers.get(name, []))
    write_themes(profile, {theme.pk: 1 for theme in answers["themes"]})
    ConsentRow.objects.create(
        profile=profile, text_version=CURRENT_TEXT, how=ConsentHow.LINK, given_at=timezone.now()
    )
    fresh.profile, fresh.prefill = profile, {}
    fresh.save(update_fields=["state", "profile", "prefill"])
    _compare(profile)
    for person in users_with_role(Role.LOKET, Role.ACCOUNTMANAGER, Role.BEHEER):
        key = f"nomination-vet:{fresh.pk}:{person.pk}"
        queue_mail(to=person.email, template="mail/nomination_vet.txt", context={}, key=key)
    return fresh


@transaction.atomic
def decline_nomination(*, nomination: Nomination) -> None:
    """Of the person. Nothing of it stays but that it happened."""
    fresh = _lock(nomination)
    if fresh.state != NominationState.NOMINATED:
        raise WrongStateError(fresh.state)
    forget_rows_of_nomination(fresh)
    audit.record(actor=None, action="expertpool.nomination_declined", target=fresh)
    fresh.delete()


@transaction.atomic
def vet_nomination(*, nomination: Nomination, actor: User, agrees: bool, reason: str) -> Nomination:
    """One no ends it; two times yes, from either side, lets somebody in."""
    if not may_vet(actor):
        raise PermissionDenied
    fresh = _lock(nomination)
    next_state(fresh.state, "refuse")
    given = list(fresh.vettings.all())
    side = free_side(actor, [row.side for row in given])
    if side is None or any(row.vetter_id == actor.pk for row in given):
        raise WrongStateError("vetted")
    if has_tie(actor, fresh):
        raise TiedError
    Vetting.objects.create(nomination=fresh, side=side, vetter=actor, agrees=agrees, reason=reason)
    data = {"side": side.value, "agrees": agrees}
    audit.record(actor=actor, action="expertpool.nomination_vetted", target=fresh, data=data)
    if not agrees:
        _refuse(fresh, actor)
    elif len(given) + 1 == len(VettingSide):
        _admit(fresh, actor)
    return fresh


def _admit(nomination: Nomination, actor: User) -> None:
    _move(nomination, "admit", actor)
    profile = nomination.profile
    assert profile is not None  # noqa: S101 - the database refuses consent without a profile
    user = User.objects.filter(email=nomination.email).first()
    known = user is not None
    user = user or User.objects.create_user(nomination.email, None, name=nomination.name or profile.title)
    if not user.is_active or ExpertProfile.objects.filter(user=user).exists():
        raise AccountInTheWayError(is_closed=not user.is_active)
    grant_role(user=user, role=Role.EXPERT, actor=actor)
    profile.user = user
    profile.save(update_fields=["user"])
    start_term(profile=profile, how=ConsentHow.LINK, actor=user)
    _compare(profile)
    # From now on among the people of the organisation, so no longer among whom it waits for.
    OrganisationAsk.objects.filter(
        organisation=nomination.organisation_id, digest=digest_of_address(nomination.email)
    ).delete()
    if not known:
        invite(user=user, actor=actor)
    queue_mail(
        to=user.email,
        template="mail/nomination_welcome.txt",
        context={},
        key=f"nomination-in:{nomination.pk}",
    )
    _end(nomination)


def _refuse(nomination: Nomination, actor: User) -> None:
    _move(nomination, "refuse", actor)
    profile, nomination.profile = nomination.profile, None
    _end(nomination)
    if profile is not None:
        profile.delete()
    key = f"nomination-no:{nomination.pk}"
    queue_mail(to=nomination.email, template="mail/nomination_refused.txt", context={}, key=key)


def _end(nomination: Nomination) -> None:
    nomination.decided_at = timezone.now()
    nomination.save(update_fields=["state", "decided_at", "profile"])


def _compare(profile: ExpertProfile) -> None:
    """With everybody who is known, by the worker: it reads all names of the pool."""
    enqueue("expertpool.compare", {"profile": profile.pk}, key=f"compare:{profile.pk}")


def _move(nomination: Nomination, step: str, actor: User | None) -> None:
    nomination.state = next_state(nomination.state, step)
    audit.record(actor=actor, action="expertpool.nomination_moved", target=nomination, data={"step": step})


def _lock(nomination: Nomination) -> Nomination:
    fresh = Nomination.objects.select_for_update(of=("self",)).filter(pk=nomination.pk).first()
    if fresh is None:
        raise WrongStateError("gone")
    return fresh


def _free_slug(title: str) -> str:
    slug = slugify(title)[:100] or "profiel"
    taken = ExpertProfile.objects.filter(slug=slug).exists()
    return f"{slug}-{new_token()[:6].lower().strip('-_')}" if taken else slug
