"""Why somebody may not help a gemeente, in sentences for the loket."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from expertpool.conflicts.rules import counts_until, is_in_force
from expertpool.models import ExcludedBy, Exclusion, ExpertProfile, Interest
from krachtwijken.accounts.models import GemeenteMembership, OrganisationMembership
from krachtwijken.accounts.selectors import addresses_of
from krachtwijken.core.mail_domains import is_one_house, work_domain
from krachtwijken.core.models import Gemeente, Organisation

Sentences = dict[int, list[str]]


def find_conflicts(
    *, profile: ExpertProfile, gemeente: Gemeente, organisations: Collection[Organisation] = ()
) -> list[str]:
    """For staff only. Empty when nothing stands in the way; anything else is a refusal. `organisations` are those that take
    part in the work beside the gemeente."""
    found = find_conflicts_of_many(profiles=[profile], gemeente=gemeente, organisations=organisations)
    return found.get(profile.pk, [])


def find_conflicts_of_many(
    *, profiles: Iterable[ExpertProfile], gemeente: Gemeente, organisations: Collection[Organisation] = ()
) -> Sentences:
    """By the key of a profile, only of those with a conflict; in the same few queries for one and for a thousand."""
    pks = [profile.pk for profile in profiles]
    found: Sentences = defaultdict(list)
    partners = _with_relatives(organisations)
    _add_work(found, pks, gemeente, partners)
    _add_interests(found, pks, gemeente, partners)
    for exclusion in Exclusion.objects.filter(profile__in=pks, gemeente=gemeente):
        by_expert = exclusion.by == ExcludedBy.EXPERT
        found[exclusion.profile_id].append(
            f"Wil niet voor gemeente {gemeente.name} werken."
            if by_expert
            else f"Gemeente {gemeente.name} wil niet met deze persoon werken."
        )
    return dict(found)


def _with_relatives(organisations: Collection[Organisation]) -> list[Organisation]:
    """With what came before and after them: who worked for a centre that went on under another name works there still."""
    found = {organisation.pk: organisation for organisation in organisations}
    new = set(found)
    while new:
        near = Organisation.objects.filter(Q(successor__in=new) | Q(predecessors__in=new)).exclude(
            pk__in=found
        )
        new = {organisation.pk for organisation in near.distinct()}
        found |= {organisation.pk: organisation for organisation in near.distinct()}
    return list(found.values())


def _add_work(
    found: Sentences, pks: list[int], gemeente: Gemeente, organisations: Collection[Organisation]
) -> None:
    """Their own gemeente or organisation: by what is registered, else by the address of a colleague."""
    owners = dict(ExpertProfile.objects.filter(pk__in=pks, user__isnull=False).values_list("pk", "user"))
    addresses = addresses_of(owners.values())
    people = {pk: addresses[user] for pk, user in owners.items()}
    own = _working(people, GemeenteMembership.objects.filter(gemeente=gemeente))
    for pk, told in own.items():
        found[pk].append(f"{told} gemeente {gemeente.name}.")
    ties: dict[int, set[int]] = defaultdict(set)
    for pk, tie in ExpertProfile.objects.filter(pk__in=pks, organisation__in=organisations).values_list(
        "pk", "organisation"
    ):
        ties[tie].add(pk)
    for organisation in organisations:
        members = OrganisationMembership.objects.filter(organisation=organisation)
        working = _working(people, members)
        for pk, told in working.items():
            found[pk].append(f"{told} {organisation.name}.")
        for pk in ties.get(organisation.pk, set()) - set(working):
            found[pk].append(f"Hoort bij {organisation.name}.")


def _working(
    people: dict[int, set[str]], members: "Iterable[GemeenteMembership | OrganisationMembership]"
) -> dict[int, str]:
    addresses = {row.user.email.lower() for row in members.select_related("user")}  # type: ignore[attr-defined]
    domains = {domain for address in addresses if (domain := work_domain(address))}
    working = {}
    for pk, own in people.items():
        if own & addresses:
            working[pk] = "Werkt voor"
        elif any(is_one_house(work_domain(email), domain) for email in own for domain in domains):
            working[pk] = "Heeft een mailadres van"
    return working


def _add_interests(
    found: Sentences, pks: list[int], gemeente: Gemeente, organisations: Collection[Organisation]
) -> None:
    today = timezone.localdate()
    rows = Interest.objects.filter(profile__in=pks).select_related("gemeente", "organisation")
    places = rows.filter(gemeente=gemeente) | rows.filter(organisation__in=organisations)
    for interest in places:
        if is_in_force(interest.until, today=today):
            found[interest.profile_id].append(_sentence(interest))


def _sentence(interest: Interest) -> str:
    if interest.until is None or interest.until >= timezone.localdate():
        return f"Heeft een belang bij {interest.place}: {interest.role}."
    ended, counted = (date_format(day, "j F Y") for day in (interest.until, counts_until(interest.until)))
    return f"Had tot {ended} een belang bij {interest.place}: {interest.role}. Dat telt nog mee tot en met {counted}."


def ended_interests() -> list[int]:
    """That ended so long ago that they count no more."""
    today = timezone.localdate()
    rows = Interest.objects.filter(until__lt=today).values_list("pk", "until")
    return [pk for pk, until in rows if not is_in_force(until, today=today)]
