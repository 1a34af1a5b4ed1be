"""What is shown of answers: how far somebody is, and what was written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.forms.steps import LABELS, STEPS, TITLES, steps_for
from knowledge.contributions.models import Contribution
from knowledge.contributions.views.addresses import BACK, draft_address
from knowledge.writing.readability import writing_hints
from krachtwijken.accounts.models import User
from krachtwijken.core.forms import is_only_incomplete
from krachtwijken.core.models import ProblemLabel, Theme, Wijk

READY, OPEN, WRONG, OPTIONAL = "klaar", "nog_niet", "klopt_niet", "mag_leeg"
STATE_WORDS = {READY: "Klaar", OPEN: "Nog niet klaar", WRONG: "Klopt nog niet", OPTIONAL: "Mag leeg blijven"}
WORDS_SHOWN = 12
# In the order of the way that a contribution goes.
WAY = (ContributionState.INGEDIEND, ContributionState.BIJ_REDACTIE, ContributionState.GEPLAATST)


@dataclass(frozen=True)
class ShownStep:
    title: str
    url: str
    state: str
    rows: list[tuple[str, str]]
    errors: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class Overview:
    """`percent` counts the pages that are ready among those that must be, and those filled in besides."""

    steps: list[ShownStep]

    @property
    def open_steps(self) -> list[ShownStep]:
        return [step for step in self.steps if step.state in {OPEN, WRONG}]

    @property
    def ready_count(self) -> int:
        return sum(step.state == READY for step in self.steps)

    @property
    def percent(self) -> int:
        return round(100 * self.ready_count / len(self.steps))


@dataclass(frozen=True)
class ShownContribution:
    title: str
    state: str
    state_words: str
    changed_at: datetime
    url: str
    delete_url: str = ""
    where: str = ""


def overview_of(contribution: Contribution, user: User) -> Overview:
    """Every page with what stands on it."""
    return Overview([_shown_step(name, contribution, user) for name in steps_for(contribution.answers)])


def _shown_step(name: str, contribution: Contribution, user: User) -> ShownStep:
    answers = contribution.answers
    form = STEPS[name](answers, user=user)
    rows = answers_shown(answers, form.base_fields)
    errors = [str(error) for messages in form.errors.values() for error in messages]
    if form.is_valid():
        state, errors = (READY if rows else OPTIONAL), []
    elif is_only_incomplete(form):
        state, errors = OPEN, []
    else:
        state = WRONG
    return ShownStep(
        TITLES[name],
        draft_address("step", contribution.token, name, **{BACK: "controle"}),
        state,
        rows,
        errors,
        [hint for name in form.base_fields for hint in writing_hints(str(answers.get(name) or ""))],
    )


def answers_shown(answers: dict[str, Any], names: Iterable[str] = LABELS) -> list[tuple[str, str]]:
    """(question, answer) of what was filled in."""
    shown = ((name, shown_answer(name, answers.get(name))) for name in names if name in LABELS)
    return [(LABELS[name], text) for name, text in shown if text]


def shown_answer(name: str, value: Any) -> str:
    """In words that a reader knows; empty for no answer."""
    if value in (None, "", []):
        return ""
    if name == "wijken":
        return ", ".join(
            f"{wijk.name} ({wijk.gemeente.name})"
            for wijk in Wijk.objects.select_related("gemeente").filter(pk__in=value)
        )
    if name == "problems":
        return ", ".join(ProblemLabel.objects.filter(code__in=value).values_list("label", flat=True))
    if name == "themes":
        return ", ".join(Theme.objects.filter(code__in=value).values_list("name", flat=True))
    question = next(form.base_fields[name] for form in STEPS.values() if name in form.base_fields)
    if isinstance(question, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in question.choices}  # type: ignore[union-attr, misc] # pairs
        return labels.get(str(value), "")
    return str(value)


def shown_contributions(contributions: Iterable[Contribution]) -> list[ShownContribution]:
    return [_shown(contribution) for contribution in contributions]


def _shown(contribution: Contribution) -> ShownContribution:
    is_concept = contribution.is_concept
    return ShownContribution(
        title=title_of(contribution),
        state=contribution.state,
        state_words=state_words_of(contribution),
        changed_at=contribution.changed_at,
        url=draft_address("check", contribution.token) if is_concept else contribution.get_absolute_url(),
        delete_url=reverse("knowledge:contribution_delete", args=[contribution.token]) if is_concept else "",
        where=contribution.gemeente.name if contribution.gemeente else "",
    )


def title_of(contribution: Contribution) -> str:
    """Its title, or the first words of what was written."""
    answers = contribution.answers
    words = str(answers.get("title") or answers.get("problem_text") or answers.get("approach") or "").split()
    if not words and contribution.page is not None:
        return str(contribution.page.title)
    return (
        " ".join(words[:WORDS_SHOWN]) + ("…" if len(words) > WORDS_SHOWN else "")
        if words
        else "Nog zonder naam"
    )


def state_words_of(contribution: Contribution) -> str:
    """A page that was published may have been taken off the site since."""
    page = contribution.page
    if contribution.state == ContributionState.GEPLAATST and (page is None or not page.live):
        return "Van de site gehaald"
    return contribution.get_state_display()


def way_of(contribution: Contribution) -> list[tuple[str, str]]:
    """(state in words, "klaar", "nu" or "straks") of the way it goes; one that was not published stops at that."""
    if contribution.state == ContributionState.AFGEWEZEN:
        return [
            (str(ContributionState.INGEDIEND.label), "klaar"),
            (str(ContributionState.AFGEWEZEN.label), "nu"),
        ]
    # What was made of help of the loket has one step more.
    way = (ContributionState.WACHT, *WAY) if contribution.origin else WAY
    here = way.index(ContributionState(contribution.state)) if contribution.state in way else 0
    return [
        (str(state.label), "klaar" if place < here else "nu" if place == here else "straks")
        for place, state in enumerate(way)
    ]
