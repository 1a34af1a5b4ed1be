"""A part of a question, the answer to it, and the one answer made of all."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.models import Organisation
from krachtwijken.core.versions import ChangedMeanwhileError, VersionedForm
from matching.conversation.forms import token_field
from matching.models import SupportRequest
from matching.parts.models import PartQuestion
from matching.parts.rules import LONGEST, part_term_from
from matching.parts.selectors import centres_to_ask, people_to_ask

CHOOSE = {"required": "Kies aan wie u dit vraagt.", "invalid_choice": "Kies iemand uit de lijst."}
DATE = {
    "required": "Kies een datum.",
    "invalid": "Dit is geen datum die wij kennen. Schrijf bijvoorbeeld 3-9-2030.",
}
NO_ANSWER = "Op deze deelvraag kwam geen antwoord:"
CENTRE, PERSON = "centrum", "mens"


def day_field() -> forms.DateField:
    return forms.DateField(
        label="Antwoord uiterlijk op",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages=DATE,
    )


class TermForm(forms.Form):
    """With a day that is still to come."""

    answer_by = day_field()

    def clean_answer_by(self) -> date:
        day: date = self.cleaned_data["answer_by"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError("Kies vandaag of een dag die nog komt.")
        if day > today + LONGEST:
            raise forms.ValidationError(f"Kies een dag binnen {LONGEST.days} dagen.")
        return day


class AskPartForm(TermForm):
    whom = forms.ChoiceField(label="Aan wie vraagt u dit?", error_messages=CHOOSE)
    question = FreeTextField(
        label="Wat is de vraag?", limit=3000, rows=6,
        help_text="Alleen deze tekst gaat mee, met de naam van de gemeente en de wijk. Zet erin wat nodig is om te antwoorden.",
    )  # fmt: skip
    token = token_field()
    field_order = ("whom", "question", "answer_by", "token")

    def __init__(self, data: Any, *, request: SupportRequest) -> None:
        super().__init__(data, initial={"answer_by": part_term_from(timezone.localdate())})
        self.targets: dict[str, Organisation | ExpertProfile] = {
            f"{CENTRE}:{centre.pk}": centre for centre in centres_to_ask()
        }
        people = {f"{PERSON}:{person.pk}": person for person in people_to_ask(request)}
        groups: list[Any] = [
            ("", "Kies"),
            ("Kenniscentra", [(key, str(centre)) for key, centre in self.targets.items()]),
        ]
        if people:
            groups.append(
                ("Wie al helpt bij dit verzoek", [(key, person.title) for key, person in people.items()])
            )
        self.targets |= people
        self.fields["whom"].choices = groups  # type: ignore[attr-defined] # a choice field

    @property
    def target(self) -> Organisation | ExpertProfile:
        return self.targets[self.cleaned_data["whom"]]


class AskAgainForm(TermForm):
    remark = FreeTextField(label="Wat wilt u nog weten?", limit=2000, rows=4)
    field_order = ("remark", "answer_by")


class PartAnswerForm(forms.Form):
    answer = FreeTextField(
        label="Uw antwoord", limit=6000, rows=12,
        help_text="Het loket leest dit, en maakt er één antwoord van voor de gemeente. Noem geen namen van bewoners.",
    )  # fmt: skip


ANSWERS = "De antwoorden op de deelvragen"


class CorrectPartForm(VersionedForm, PartAnswerForm):
    """With the mark of the answer that is corrected."""


class PartDeclineForm(forms.Form):
    reason = FreeTextField(
        label="Waarom kunt u hier niet op antwoorden?", limit=1000, rows=3,
        help_text="Weet u wie het wel weet? Schrijf dat erbij.",
    )  # fmt: skip


class OneAnswerForm(VersionedForm):
    """With the mark of the answers that it is made of."""

    text = FreeTextField(
        label="Het antwoord aan de gemeente", limit=8000, rows=18,
        help_text="De antwoorden staan hieronder al achter elkaar. Maak er één antwoord van.",
    )  # fmt: skip
    token = token_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page of the version before has none.
        self.fields["token"].required = False

    def tell_answers_changed(self, error: ChangedMeanwhileError, parts: Iterable[PartQuestion]) -> None:
        """Who said what now; what was typed stays."""
        named = {f"deel{part.pk}": part for part in parts}
        changed = [named[name] for name in error.fields if name in named]
        shown = {f"Antwoord van {part.whom}": part.answer for part in changed}
        self.tell_changed(ChangedMeanwhileError(shown or [ANSWERS], error.mark), shown)


def text_of_parts(answered: Iterable[PartQuestion], unanswered: Iterable[PartQuestion]) -> str:
    """To begin the one answer with. Of what nobody answered the gemeente reads that, and not who it was."""
    rows = [f"{part.question}\n{part.answer}\n(Bron: {part.whom})" for part in answered]
    rows += [f"{NO_ANSWER} {part.question}" for part in unanswered]
    return "\n\n".join(rows)
