"""Every page of a centre has its section: group, rights, a collection for images and documents, and its review."""

from django.db import transaction
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from knowledge.centres.models import PeerReviewTask
from knowledge.models.centre import CentrePage
from krachtwijken.accounts.groups import group_of
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.centres import set_up_centre_section
from krachtwijken.accounts.services.roles import REVIEW

PEER_STEP = "Meelezen door een ander kenniscentrum"
CENTRE_REVIEW = "Beoordeling van een kenniscentrum"


@transaction.atomic
def set_up_section(centre: CentrePage) -> None:
    """Repeatable. Another review that beheer chose for this centre stays."""
    set_up_centre_section(organisation=centre.organisation, page=centre)
    if not WorkflowPage.objects.filter(page=centre).exists():
        WorkflowPage.objects.create(page=centre, workflow=_centre_review())


@transaction.atomic
def set_up_every_section() -> int:
    """Repeatable, for centres of before sections came by themselves. Returns how many centres there are."""
    centres = CentrePage.objects.select_related("organisation").order_by("pk")
    for centre in centres:
        set_up_section(centre)
    return len(centres)


def _centre_review() -> Workflow:
    """First another centre, then the redactie."""
    peers = PeerReviewTask.objects.order_by("pk").first() or PeerReviewTask.objects.create(name=PEER_STEP)
    workflow = Workflow.objects.filter(workflow_tasks__task=peers).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=CENTRE_REVIEW)
        for order, task in enumerate((peers, _step_of_redactie())):
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return workflow


def _step_of_redactie() -> GroupApprovalTask:
    task = GroupApprovalTask.objects.filter(active=True).order_by("pk").first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=REVIEW)
        task.groups.set([group_of(Role.REDACTIE)])
    return task
