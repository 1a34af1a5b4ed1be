"""The first step of the review in the section of a centre: somebody of another centre reads along."""

from typing import Any

from django.db import models, transaction
from django.forms import Form
from django.urls import reverse
from wagtail.models import Page, Task, TaskState, WorkflowState

from knowledge.centres import rules
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import record


class Verdict(models.TextChoices):
    YES = "ja", "Ja"
    PARTLY = "deels", "Deels"
    NO = "nee", "Nee"


class Criterion(models.TextChoices):
    """What a reader of another centre judges; the value is the name of the field."""

    RELEVANCE = "relevance", "Relevantie"
    PARTICIPATION = "participation", "Bewoners"
    RESULTS = "results", "Resultaten"
    TRANSFER = "transfer", "Overdraagbaar"

    @property
    def note(self) -> str:
        return f"{self.value}_note"

    @property
    def question(self) -> str:
        return {
            "relevance": "Gaat het over een probleem dat in meer wijken speelt?",
            "participation": "Is duidelijk wat bewoners deden en beslisten?",
            "results": "Kloppen de resultaten met wat er is gemeten?",
            "transfer": "Kan een ander dit hiermee overnemen?",
        }[self.value]

    @property
    def help(self) -> str:
        return {
            "relevance": "Het probleem is concreet, en niet alleen van deze plek.",
            "participation": "Ook als bewoners geen rol hadden: staat dat er eerlijk?",
            "results": "Let op cijfers zonder bron, en op wat onzeker is.",
            "transfer": "Let op voorwaarden, kosten, en wat niet werkte.",
        }[self.value]


class PeerAssessment(models.Model):
    """The answers of one step of a peer review; of the reader only for which centre, or the redactie when empty."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="assessments")
    task_state = models.OneToOneField(
        "wagtailcore.TaskState", on_delete=models.CASCADE, related_name="assessment"
    )
    organisation = models.ForeignKey(
        "core.Organisation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved = models.BooleanField("akkoord")
    relevance = models.CharField("relevantie", max_length=10, choices=Verdict.choices)
    relevance_note = models.TextField("relevantie, waarom", blank=True)
    participation = models.CharField("bewoners", max_length=10, choices=Verdict.choices)
    participation_note = models.TextField("bewoners, waarom", blank=True)
    results = models.CharField("resultaten", max_length=10, choices=Verdict.choices)
    results_note = models.TextField("resultaten, waarom", blank=True)
    transfer = models.CharField("overdraagbaar", max_length=10, choices=Verdict.choices)
    transfer_note = models.TextField("overdraagbaar, waarom", blank=True)
    created_at = models.DateTimeField("beoordeeld op", auto_now_add=True)

    class Meta:
        verbose_name = "beoordeling"
        verbose_name_plural = "beoordelingen"

    def __str__(self) -> str:
        return f"beoordeling {self.pk}"


class PeerReviewTask(Task):
    """Done by an editor of another centre, never by an author; after the term by the redactie as well.

    Readers of another centre do not come into the editor: they look at the page and decide on the front page of the
    content management.
    """

    class Meta:
        verbose_name = "meelezen door een ander kenniscentrum"
        verbose_name_plural = "meelezen door andere kenniscentra"

    @classmethod
    def get_description(cls) -> str:
        return "Een redacteur van een ander kenniscentrum leest mee. Na de termijn mag de redactie het ook."

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return not (rules.edits_everywhere(user) and self.get_actions(obj, user))

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str, bool]]:
        state = obj.current_workflow_state.current_task_state if obj.current_workflow_state else None
        if state is None or state.task_id != self.pk or not rules.states_open_to(user, [state]):
            return []
        return [
            ("reject", "Vraag om een aanpassing", True),
            ("approve", "Akkoord", True),
        ]

    def get_form_for_action(self, action: str) -> type[Form]:
        from knowledge.centres.assessments import ChecklistForm, RejectionForm

        return ChecklistForm if action == "approve" else RejectionForm

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> Any:
        waiting = self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
        ).select_related("workflow_state", "revision")
        return TaskState.objects.filter(pk__in=[state.pk for state in rules.states_open_to(user, waiting)])

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> str:
        """Returns where to go next. An address names page and step apart: what counts is the page of the step."""
        from knowledge.centres.assessments import keep_answers

        if not rules.states_open_to(user, [task_state]):
            raise rules.NotYoursError
        # The editor of Wagtail sends what it was given on, unseen: it is checked here.
        checked = self.get_form_for_action(action_name)(kwargs)
        if not checked.is_valid():
            raise rules.ChecklistMissingError
        super().on_action(task_state, user, action_name, comment=checked.cleaned_data["comment"])
        keep_answers(task_state, user, checked.cleaned_data, approved=action_name == "approve")
        record(
            actor=user,
            action=f"centre.peer_{'approved' if action_name == 'approve' else 'rejected'}",
            target=Page(pk=int(task_state.workflow_state.object_id)),
            data={"step": task_state.pk},
        )
        return reverse("wagtailadmin_home")


def is_change_asked(state: WorkflowState) -> bool:
    """Of what was sent back: by whoever read along, which refuses nothing. Its centre changes it and sends it in again."""
    step = state.current_task_state
    return step is not None and isinstance(step.task.specific, PeerReviewTask)
