"""What the example content does not hold and pages are looked at with: cases that wait for who helped, and rules with a term.

Run in the environment of the site, once it is prepared; nothing of it is of a gemeente that has an example account.
"""

from django.db.models import QuerySet

from krachtwijken.accounts.models import User
from krachtwijken.core.models import Gemeente, Wijk
from krachtwijken.core.outbox import drain
from matching.blocking.bundle_clock import settle_bundles
from matching.blocking.services import add_report, start_rule
from matching.models import SupportRequest
from tests.e2e.pages.case import HELPER
from tests.factories.approving import Waiting, make_waiting
from tests.matching.test_bottlenecks import report

PLACES = ("utrecht", "amsterdam", "rotterdam")


def fill(password: str) -> None:
    desk = User.objects.get(email="loket@example.org")
    first = _elsewhere(make_waiting(helped=True), desk)
    _elsewhere(make_waiting(by_hand=True), desk)
    assert first.expert is not None
    first.expert.email = f"{HELPER}@example.org"
    first.expert.set_password(password)
    first.expert.save(update_fields=["email", "password"])
    _make_rules(desk)
    # Else the site starts with mail that waits, and is not ready when it waits long.
    drain(limit=1000)


def _elsewhere(case: Waiting, desk: User) -> Waiting:
    """The request is owned by the example account of the loket."""
    wijk = Wijk.objects.filter(gemeente__slug=PLACES[0])[0]
    of_case: QuerySet[SupportRequest] = SupportRequest.objects.filter(case_approvals=case.approval)
    of_case.update(gemeente=Gemeente.objects.get(slug=PLACES[0]), wijk=wijk, owner=desk)
    return case


def _make_rules(desk: User) -> None:
    """A dossier whose clock runs, and three reports that stand in none."""
    first, *rest = [report(place, "Regeling buurtmoestuinen", "3") for place in PLACES]
    rule = start_rule(
        request=first,
        actor=desk,
        name="Regeling buurtmoestuinen",
        article="3",
        what="Grond van de stad blijft leeg.",
    )
    for one in rest:
        add_report(rule=rule, request=one, actor=desk)
    for place in PLACES:
        report(place, "Wet op de buurtbus", "7")
    settle_bundles()
