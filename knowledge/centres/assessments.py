"""The checklist of a peer review: four questions whose answers stay, and show on the page once it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from wagtail.models import Page, TaskState, WorkflowState

from knowledge.centres.models import Criterion, PeerAssessment, Verdict
from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import organisations_of
from krachtwijken.core.forms import FreeTextField, PlainTextField

PUBLIC = "Uw antwoorden komen op de pagina te staan, met de naam van uw kenniscentrum."
MISSING = "Kies een antwoord."


class ChecklistForm(forms.Form):
    """Asked with a yes as well as with a no; a no says what to change in `comment`, which only the writer sees."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[criterion.value] = forms.ChoiceField(
                label=criterion.question,
                choices=Verdict.choices,
                widget=forms.RadioSelect,
                help_text=criterion.help,
                error_messages={"required": MISSING, "invalid_choice": MISSING},
            )
            self.fields[criterion.note] = FreeTextField(
                label=f"Waarom? ({criterion.label.lower()})", limit=400, rows=2, required=False
            )
        self.fields["comment"] = PlainTextField(
            label="Opmerking voor de schrijver",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=f"Dit leest alleen de schrijver en de redactie. {PUBLIC}",
        )


class RejectionForm(ChecklistForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comment = self.fields["comment"]
        comment.required = True
        comment.error_messages["required"] = "Schrijf op wat er anders moet."


@dataclass(frozen=True)
class ShownAnswer:
    question: str
    verdict: str
    note: str


def keep_answers(task_state: TaskState, user: User, answers: dict[str, Any], *, approved: bool) -> None:
    """Within the transaction of the step; a step is taken once."""
    organisation = organisations_of(user).order_by("pk").first()
    fields = {name: answers[name] for name in (*Criterion.values, *(each.note for each in Criterion))}
    PeerAssessment.objects.update_or_create(
        task_state=task_state,
        defaults={
            "page_id": int(task_state.workflow_state.object_id), "organisation": organisation,
            "approved": approved, **fields,
        },
    )  # fmt: skip


def assessment_of(page: Page) -> PeerAssessment | None:
    """Of the version that was published: what is under review says nothing yet."""
    if not page.pk:
        return None
    found = PeerAssessment.objects.filter(
        page=page.pk, approved=True, task_state__workflow_state__status=WorkflowState.STATUS_APPROVED
    )
    return found.select_related("organisation").order_by("-created_at", "-pk").first()


def shown_answers(assessment: PeerAssessment | None) -> Sequence[ShownAnswer]:
    if assessment is None:
        return ()
    return [
        ShownAnswer(
            criterion.question,
            str(Verdict(getattr(assessment, criterion.value)).label),
            getattr(assessment, criterion.note),
        )
        for criterion in Criterion
    ]
