"""Four questions at the end and those of the kind of help, three later on."""

from collections.abc import Sequence
from typing import Any

from django import forms

from krachtwijken.core.forms import FreeTextField
from matching.closing.enums import Degree, Recommend
from matching.closing.services import Verdict
from matching.conversation.forms import token_field

CHOOSE = {"required": "Kies een antwoord.", "invalid_choice": "Kies een van de mogelijkheden."}


def question(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE)


class ClosingForm(forms.Form):
    """`asked` are the questions of the kind of help, which may stay open."""

    helped = question("Heeft de hulp geholpen?", Degree.choices)
    reached = question("Zijn de doelen gehaald?", Degree.choices)
    what_did_not_work = FreeTextField(
        label="Wat werkte niet?", limit=2000, rows=4,
        help_text="Hier leert een ander het meest van. Niemand rekent u erop af.",
    )  # fmt: skip
    recommends = question("Zou u deze hulp aanraden?", Recommend.choices)

    def __init__(self, *args: Any, asked: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = {f"own_{number}": text for number, text in enumerate(asked, 1)}
        for name, text in self.asked.items():
            self.fields[name] = FreeTextField(label=text, limit=1000, rows=3, required=False)

    @property
    def verdict(self) -> Verdict:
        data = self.cleaned_data
        own = ((text, data[name]) for name, text in self.asked.items())
        return Verdict(
            Degree(data["helped"]), Degree(data["reached"]), Recommend(data["recommends"]),
            data["what_did_not_work"], tuple((text, said) for text, said in own if said),
        )  # fmt: skip


class NotHelpedForm(forms.Form):
    text = FreeTextField(
        label="Wat mist u nog?", limit=3000, rows=6, help_text="Noem geen namen of adressen van bewoners."
    )
    token = token_field()


class FollowUpForm(forms.Form):
    conditional = frozenset({"adjustment"})
    reached = question("Zijn de doelen gehaald?", Degree.choices)
    delivered = question("Is geleverd wat was afgesproken?", Degree.choices)
    adjustment = FreeTextField(
        label="Zo niet: hoe past u het plan aan?", limit=2000, rows=4, required=False,
        help_text="Verplicht als een van de antwoorden niet 'ja' is.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answers = {data.get("reached"), data.get("delivered")}
        is_well = answers <= {Degree.YES.value, None}
        if not is_well and "adjustment" not in self.errors and not data.get("adjustment"):
            self.add_error("adjustment", "Schrijf op hoe u het plan aanpast.")
        return data
