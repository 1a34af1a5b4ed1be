"""Write in the register of couplings. A yearly visit is planned by loket or gemeente, and told of by either."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.models import Wijk
from krachtwijken.core.versions import refuse_stale
from matching.couplings.enums import CouplingKind
from matching.couplings.letters import tell_gemeente_of_coupling
from matching.couplings.models import CouplingVisit
from matching.couplings.rules import keeps_couplings, may_couple, may_tell_of
from matching.couplings.selectors import missions_to_couple, written_facts, written_report
from matching.engagements.models import NOBODY_MORE, Mission
from matching.engagements.transitions import lock_person_of
from matching.models import Coupling, SupportRequest
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError

WORDS_KEPT = timedelta(days=5 * 365)
REMOVED = "Verwijderd: de bewaartermijn is voorbij."
NO_COUPLING = "Bij dit verzoek kan geen koppeling beginnen."
OVER = "Dit kan niet meer: de koppeling is voorbij."
GONE = "Deze koppeling staat niet meer in het register."
DROPPED = "Dit bezoek staat niet meer in de lijst."


@dataclass(frozen=True)
class CouplingFacts:
    """What stands in the register. With a mission the function is that of the profile, and there is no name."""

    kind: CouplingKind
    function: str
    name: str
    purpose: str
    starts_on: date
    ends_on: date | None


@transaction.atomic
def add_coupling(
    *,
    wijk: Wijk,
    actor: User,
    facts: CouplingFacts,
    token: str,
    request: SupportRequest | None = None,
    mission: Mission | None = None,
) -> Coupling:
    """Repeatable: the same token is one coupling."""
    if not keeps_couplings(actor):
        raise PermissionDenied
    fresh = lock_request(request) if request is not None else None
    # Without a request nothing else makes the same form sent twice wait for itself.
    Wijk.objects.select_for_update(of=("self",)).get(pk=wijk.pk)
    known = Coupling.objects.filter(token=token).first()
    if known is not None:
        return known
    if fresh is not None and not may_couple(actor, fresh):
        raise WrongStepError(NO_COUPLING)
    if mission is not None:
        lock_person_of(mission)
    asked = missions_to_couple(fresh).filter(pk=mission.pk).first() if mission is not None else None
    if mission is not None and asked is None:
        raise WrongStepError("Deze persoon heeft geen opdracht bij dit verzoek.")
    coupling = Coupling.objects.create(
        wijk=wijk, request=fresh, kind=facts.kind, mission=asked, came_by_invitation=asked is not None,
        function=asked.invitation.whom if asked else facts.function, name="" if asked else facts.name,
        purpose=facts.purpose, starts_on=facts.starts_on, ends_on=facts.ends_on, token=token, made_by=actor,
    )  # fmt: skip
    audit.record(actor=actor, action="matching.coupling", target=coupling, data={"wijk": wijk.pk})
    tell_gemeente_of_coupling(coupling, "coupling_new", "new")
    return coupling


@transaction.atomic
def adjust_coupling(*, coupling: Coupling, actor: User, facts: CouplingFacts, seen: str = "") -> Coupling:
    """Repeatable. Of who came by an invitation the function and the name are not written by hand. `seen` is the mark of the
    form; raises ChangedMeanwhileError."""
    if not keeps_couplings(actor):
        raise PermissionDenied
    fresh = lock_coupling(coupling)
    refuse_stale(seen=seen, now=written_facts(fresh), wanted=asdict(facts))
    if not fresh.came_by_invitation:
        fresh.function, fresh.name = facts.function, facts.name
    fresh.kind, fresh.purpose, fresh.starts_on, fresh.ends_on = (
        facts.kind, facts.purpose, facts.starts_on, facts.ends_on,
    )  # fmt: skip
    fresh.save(update_fields=["function", "name", "kind", "purpose", "starts_on", "ends_on"])
    audit.record(actor=actor, action="matching.coupling_adjusted", target=fresh)
    return fresh


@transaction.atomic
def add_visit(*, coupling: Coupling, actor: User, planned_on: date, token: str) -> CouplingVisit:
    """Repeatable: the same token is one visit."""
    fresh = lock_coupling(coupling)
    if not may_tell_of(actor, fresh):
        raise PermissionDenied
    known = CouplingVisit.objects.filter(coupling=fresh, token=token).first()
    if known is not None:
        return known
    if fresh.is_over(today=planned_on):
        raise WrongStepError(OVER)
    visit = CouplingVisit.objects.create(coupling=fresh, planned_on=planned_on, token=token)
    audit.record(actor=actor, action="matching.visit", target=visit)
    tell_gemeente_of_coupling(fresh, "coupling_visit", f"visit:{visit.pk}")
    return visit


@transaction.atomic
def record_visit(
    *, visit: CouplingVisit, actor: User, held_on: date, report: str, seen: str = ""
) -> CouplingVisit:
    """Repeatable. Everybody reads the report; written again, the last words hold, and the trail says so. `seen` is the mark of
    the form; raises ChangedMeanwhileError."""
    fresh = lock_coupling(visit.coupling)
    if not may_tell_of(actor, fresh):
        raise PermissionDenied
    row = CouplingVisit.objects.select_for_update().filter(pk=visit.pk, coupling=fresh).first()
    if row is None:
        raise WrongStepError(DROPPED)
    if (row.held_on, row.report) == (held_on, report):
        return row
    refuse_stale(seen=seen, now=written_report(row), wanted={"held_on": held_on, "report": report})
    row.held_on, row.report, row.reported_by = held_on, report, actor
    row.save(update_fields=["held_on", "report", "reported_by"])
    audit.record(actor=actor, action="matching.visit_report", target=row)
    return row


@transaction.atomic
def drop_visit(*, visit: CouplingVisit, actor: User) -> None:
    """Repeatable. A visit that does not come; what was held stays."""
    fresh = lock_coupling(visit.coupling)
    if not may_tell_of(actor, fresh):
        raise PermissionDenied
    row = CouplingVisit.objects.filter(pk=visit.pk, coupling=fresh, held_on=None).first()
    if row is not None:
        audit.record(actor=actor, action="matching.visit_dropped", target=row)
        row.delete()


def lock_coupling(coupling: Coupling) -> Coupling:
    """Raises WrongStepError when it left the register meanwhile."""
    fresh = Coupling.objects.select_for_update().filter(pk=coupling.pk).first()
    if fresh is None:
        raise WrongStepError(GONE)
    fresh.wijk = coupling.wijk
    return fresh


@retention.register_rule("matching.couplings")
@transaction.atomic
def forget_couplings() -> int:
    """Repeatable. Five years after its end the name and the words go; wijk, kind, function and days stay. Of whose profile is
    gone the function goes too."""
    over = Coupling.objects.filter(ends_on__lt=timezone.localdate() - WORDS_KEPT).exclude(purpose=REMOVED)
    pks = list(over.values_list("pk", flat=True)[:500])
    CouplingVisit.objects.filter(coupling__in=pks).update(report="", reported_by=None)
    gone = Coupling.objects.filter(pk__in=pks).update(purpose=REMOVED, name="", made_by=None)
    of_nobody = Coupling.objects.filter(came_by_invitation=True, mission__invitation__profile=None)
    return gone + of_nobody.exclude(function=NOBODY_MORE).update(function=NOBODY_MORE)


def forget_coupled(profile: ExpertProfile) -> int:
    """Repeatable; within the erasure of a profile. Wijk, kind, days and visits stay: they are of the wijk."""
    couplings = Coupling.objects.filter(came_by_invitation=True, mission__invitation__profile=profile)
    return couplings.update(function=NOBODY_MORE)
