"""Example cases in the sections of centres: one in each state of the review, as the accounts of development would leave it."""

from html import escape
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page, TaskState

from knowledge.centres.models import Criterion, Verdict
from knowledge.centres.rules import peers_of
from knowledge.editorial.example_details import outcome_of
from knowledge.enums import CostsClass, Licence
from knowledge.models import CaseCondition, CentrePage, PracticePage
from knowledge.review_mail.silence import without_review_mail
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.enums import Programme
from krachtwijken.core.models import ProblemLabel, Theme, Wijk

REVIEWS_FILE = Path(__file__).resolve().parents[1] / "data" / "examples" / "reviews.yaml"
DRAFT, READING, SENT_BACK, EDITORS, PUBLISHED = "concept", "meelezen", "terug", "redactie", "geplaatst"
CONTACT = "Projectleider wijkaanpak"
PLAIN = (
    "title summary problem_text target_group goal results what_did_not_work period_from status resident_role scale foundation "
    "costs_min costs_max price_year duration_months transfer_core evidence_level"
).split()
NOTES = {
    Criterion.RELEVANCE: "Dit speelt in veel wijken.",
    Criterion.PARTICIPATION: "Wat bewoners deden is duidelijk, wat zij beslisten nog niet.",
    Criterion.RESULTS: "De cijfers hebben een bron.",
    Criterion.TRANSFER: "Kosten en voorwaarden staan erbij.",
}


def load_example_reviews() -> int:
    """Repeatable. Without the accounts of development there is nobody to write or read them: then none."""
    rows = yaml.safe_load(REVIEWS_FILE.read_text(encoding="utf-8"))
    return sum(_make(row) for row in rows)


@transaction.atomic
def _make(told: dict[str, Any]) -> int:
    centre = CentrePage.objects.live().filter(organisation__slug=told["centre"]).first()
    editors = list(users_with_role(Role.REDACTIE).order_by("pk"))
    if centre is None or not editors or centre.get_children().filter(slug=slugify(told["title"])).exists():
        return 0
    own = users_with_role(Role.KENNISCENTRUM).filter(
        organisation_memberships__organisation=centre.organisation_id
    )
    # Of a centre without an account the redactie writes.
    writer = own.order_by("pk").first() or editors[0]
    peers = sorted(peers_of(centre), key=lambda user: user.pk)
    if not peers:
        return 0
    with without_review_mail():
        page = _add(told, centre, writer)
        _review(page, told["state"], writer=writer, peer=peers[0], editor=editors[-1])
    return 1


def _add(told: dict[str, Any], centre: CentrePage, writer: User) -> PracticePage:
    page = PracticePage(
        **{name: told[name] for name in PLAIN if name in told},
        slug=slugify(told["title"]),
        approach=[("section", {"heading": "Zo gaat het", "text": f"<p>{escape(told['approach'])}</p>"})],
        active_elements="\n".join(told.get("active_elements", [])),
        costs_class=CostsClass.NVT if "costs_min" in told else "",
        owner_organisation=centre.organisation,
        contact_function=CONTACT,
        licence=Licence.CC_BY,
        is_example=True,
        live=False,
        owner=writer,
    )
    page.conditions = [CaseCondition(text=text) for text in told.get("conditions", [])]
    page.outcomes = [outcome_of(line) for line in told.get("outcomes", [])]
    centre.add_child(instance=page)
    page.themes = list(Theme.objects.filter(code__in=told["themes"]))
    page.problems = list(ProblemLabel.objects.filter(code__in=told.get("problems", [])))
    page.wijken = list(Wijk.objects.filter(name__in=told.get("wijken", []), programme=Programme.KRACHTWIJK40))
    page.save_revision(user=writer)
    return page


def _review(page: PracticePage, state: str, *, writer: User, peer: User, editor: User) -> None:
    """From step to step, as far as this state."""
    if state == DRAFT:
        return
    page.get_workflow().start(page, writer)
    if state == READING:
        return
    answers: dict[str, str] = {criterion.value: Verdict.YES.value for criterion in Criterion}
    answers |= {criterion.note: note for criterion, note in NOTES.items()}
    answers[Criterion.PARTICIPATION.value] = Verdict.PARTLY.value
    if state == SENT_BACK:
        answers |= {
            Criterion.RESULTS.value: Verdict.NO.value,
            Criterion.RESULTS.note: "Er staan geen cijfers bij.",
        }
        _take(page, peer, "reject", answers | {"comment": "Voeg toe wat er is geteld, en door wie."})
        return
    _take(page, peer, "approve", answers | {"comment": ""})
    if state == PUBLISHED:
        _take(page, editor, "approve", {"comment": ""})


def _take(page: PracticePage, user: User, action: str, answers: dict[str, str]) -> None:
    workflow_state = Page.objects.get(pk=page.pk).current_workflow_state
    step: TaskState = workflow_state.current_task_state
    step.task.specific.on_action(step, user, action, **answers)
