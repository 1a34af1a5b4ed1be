"""Which problems and themes: what was read from the text is proposed, the writer decides."""

from typing import Any

from django import forms
from django.http import QueryDict

from knowledge.contributions.forms.base import REQUIRED, StepForm
from krachtwijken.core.models import ProblemLabel, Theme

MOST_PROBLEMS = 8
NO_THEME = "Kies minstens één thema."


class ProblemsForm(StepForm):
    """`problems` are those proposed or chosen before, `more_problems` all others."""

    conditional = frozenset({"themes"})
    themes = forms.MultipleChoiceField(
        label="Bij welk thema hoort het?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=REQUIRED,
        help_text="Kiest u alleen problemen? Dan nemen wij het thema van die problemen. U ziet het bij het nakijken.",
    )
    problems = forms.MultipleChoiceField(
        label="Herkennen wij deze problemen goed?", required=False, widget=forms.CheckboxSelectMultiple, error_messages=REQUIRED,
        help_text="Wij lazen dit in uw tekst. Haal weg wat niet klopt.",
    )  # fmt: skip
    more_problems = forms.MultipleChoiceField(
        label="Kies andere problemen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=REQUIRED,
    )

    def set_choices(self) -> None:
        rows = {label.code: label for label in ProblemLabel.objects.all()}
        self.theme_of = {code: label.theme_id for code, label in rows.items()}
        sentences = {item.code: item.sentence for item in self.proposed if item.code in rows}
        chosen = [code for code in [*self.initial.get("problems", ()), *self._posted()] if code in rows]
        above = list(dict.fromkeys([*sentences, *chosen]))
        self.initial.setdefault("problems", list(sentences))
        self.initial.setdefault("themes", self._themes_of(list(sentences)))
        others = [(code, label.label) for code, label in rows.items() if code not in above]
        self._offer("themes", [(theme.code, theme.name) for theme in Theme.objects.all()])
        self._offer("problems", [(code, _because(rows[code].label, sentences.get(code))) for code in above])
        self._offer("more_problems", others)
        if not above:
            del self.fields["problems"]
            self.fields["more_problems"].label = "Kies de problemen die erbij horen"

    def _posted(self) -> list[str]:
        """A page that was made before another tab changed the proposals is still right."""
        named = (
            self.data.getlist("problems")
            if isinstance(self.data, QueryDict)
            else self.data.get("problems", [])
        )
        return list(named)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a choice field

    def _themes_of(self, codes: list[str]) -> list[str]:
        return list(dict.fromkeys(theme for code in codes if (theme := self.theme_of.get(code))))

    def clean(self) -> dict[str, Any]:
        """One answer: what was proposed and kept, and what was added. Without a theme it is that of the problems."""
        data = super().clean() or {}
        data["problems"] = [*data.get("problems", []), *data.pop("more_problems", [])]
        if not data.get("themes") and "themes" not in self.errors:
            # Of what stands in a draft already somebody has to look at it first.
            data["themes"] = self._themes_of(data["problems"]) if isinstance(self.data, QueryDict) else []
            if not data["themes"]:
                # May wait: somebody who stops halfway chooses it later.
                self.add_error("themes", forms.ValidationError(NO_THEME, code="required"))
        if len(data["problems"]) > MOST_PROBLEMS:
            self.add_error("more_problems", f"Kies er hooguit {MOST_PROBLEMS}: dan vinden lezers het terug.")
        return data


def _because(label: str, sentence: str | None) -> str:
    return f"{label}. U schreef: “{sentence}”" if sentence else label
