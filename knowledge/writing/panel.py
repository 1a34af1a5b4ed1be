"""A panel in the form of a case that says how complete it is and which texts are hard to read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.html import strip_tags
from wagtail.admin.panels import Panel

from knowledge.writing.completeness import CORE, RELATIONS, Completeness, completeness_of, has_answer
from knowledge.writing.readability import writing_hints

# Texts for readers; the approach is made of blocks and is looked at when it was saved.
TEXTS = ("summary", "problem_text", "target_group", "goal", "results", "what_did_not_work", "stop_reason", "foundation",
         "transfer_core", "transfer_adapt")  # fmt: skip
LABELS = {name: label for name, label, _ in CORE} | {
    "stop_reason": "waarom gestopt",
    "transfer_adapt": "wat mag anders",
}
# Sent by a script: no more of one text is looked at.
MOST_READ = 20_000


@dataclass(frozen=True)
class WritingHelp:
    """`hints` are pairs of the name of a field for people and what would make it easier."""

    completeness: Completeness
    hints: list[tuple[str, str]]


def help_for_page(page: Any) -> WritingHelp:
    """Of what was saved last."""
    texts = {name: getattr(page, name) or "" for name in TEXTS} | {"approach": text_of_approach(page)}
    return _help(lambda name: has_answer(page, name), texts)


def help_for_post(data: QueryDict) -> WritingHelp:
    """Of the fields of the form as they are now. Blocks and rows count by how many the form says there are."""

    def is_filled(name: str) -> bool:
        if name == "approach":
            return _number(data, "approach-count") > 0
        if name in RELATIONS and f"{name}-TOTAL_FORMS" in data:
            deleted = sum(
                bool(data.get(key)) for key in data if key.startswith(f"{name}-") and key.endswith("-DELETE")
            )
            return _number(data, f"{name}-TOTAL_FORMS") > deleted
        return any(value.strip() for value in data.getlist(name))

    return _help(is_filled, {name: data.get(name, "")[:MOST_READ] for name in TEXTS})


def _help(is_filled: Callable[[str], bool], texts: dict[str, str]) -> WritingHelp:
    hints = [(LABELS[name], hint) for name, text in texts.items() for hint in writing_hints(text)]
    return WritingHelp(completeness_of(is_filled), hints)


def text_of_approach(page: Any) -> str:
    texts = [
        str(block.value.get("text", ""))
        for block in page.approach
        if block.block_type in {"section", "quote"}
    ]
    return strip_tags("\n\n".join(texts).replace("</p>", "</p>\n\n").replace("</li>", "</li>\n\n"))


def _number(data: QueryDict, name: str) -> int:
    value = data.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0


class WritingHelpPanel(Panel):
    """Filled when the form opens; a script asks again while somebody writes."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "knowledge/writing/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"help": help_for_page(self.instance)}
