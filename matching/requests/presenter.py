"""What the wizard shows of answers that were kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from krachtwijken.core.models import Wijk
from matching.models import RequestDraft, RequestFile
from matching.requests.contacts import contacts_in
from matching.requests.enums import KIND_OPEN, RequestKind, Urgency
from matching.requests.forms.wizard import FILES, pages_for
from matching.requests.kinds.answers import read_day, shown_answers, take_own_answers
from matching.requests.kinds.registry import TYPES, course_of
from matching.requests.kinds.types import Page, RequestType
from matching.requests.work import LeadTime, median_lead_times

WORDS_SHOWN = 12
EMPTY = "Niet ingevuld"


@dataclass(frozen=True)
class ShownDraft:
    title: str
    where: str
    changed_at: datetime
    url: str
    delete_url: str


@dataclass(frozen=True)
class OfferedKind:
    """A kind with its norm, and beside it what it really takes."""

    type: RequestType
    lead_time: LeadTime | None


def offered_kinds() -> list[OfferedKind]:
    measured = median_lead_times()
    return [OfferedKind(one, measured.get(kind)) for kind, one in TYPES.items()]


def shown_drafts(drafts: Iterable[RequestDraft]) -> list[ShownDraft]:
    """Each by the first words of its problem, or by what is known of it."""
    rows = list(drafts)
    wijken = _wijken(draft.answers.get("wijk_id") for draft in rows)
    return [
        ShownDraft(
            title=_title(draft.answers),
            where=str(wijken.get(draft.answers.get("wijk_id"), "")),
            changed_at=draft.changed_at,
            url=reverse("matching:check", query={"concept": draft.token}),
            delete_url=reverse("matching:delete_draft", args=[draft.token]),
        )
        for draft in rows
    ]


def summary_of(answers: dict[str, Any], *, files: Iterable[RequestFile] = ()) -> list[tuple[str, str, str]]:
    """(question, answer, name of the step where it is changed, if anywhere) of answers that are complete."""
    wijk = _wijken([answers["wijk_id"]])[answers["wijk_id"]]
    kind = answers["kind"]
    own = shown_answers({kind: take_own_answers(kind, answers)}, kind)
    until = read_day(answers.get("confidential_until") or "")
    return [
        ("Het probleem", answers["problem"], "probleem"),
        ("Wijk", wijk, "wijk"),
        ("Soort hulp", _kind_label(kind), "soort"),
        # Follows from the kind: there is nothing of its own to change.
        ("Wat u mag verwachten", course_of(kind).norm_sentence, ""),
        *((question, answer, "vragen") for question, answer in own),
        *_tried(answers),
        ("Gewenst resultaat", answers["wanted"], "doel"),
        ("Haast", str(Urgency(answers["urgency"]).label), "doel"),
        ("Liever niet", answers.get("excluded") or EMPTY, "rekening"),
        (
            "Vertrouwelijk tot en met",
            date_format(until, "j F Y") if until else "Niet vertrouwelijk",
            "rekening",
        ),
        ("Bijlagen", "\n".join(file.name for file in files) or "Geen", FILES),
        *((question, answer, "contact") for question, answer in _contacts(answers)),
    ]


def _tried(answers: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Not of a kind that does not ask it, unless it was typed before the kind was."""
    tried = answers.get("tried") or ""
    return (
        [("Al geprobeerd", tried or EMPTY, Page.TRIED)] if tried or Page.TRIED in pages_for(answers) else []
    )


def _contacts(answers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(contacts_in(answers), 1):
        words = "\n".join(part for part in (one.name, one.function, one.phone, one.email) if part)
        yield "Contact" if number == 1 else f"Contact {number}", words


def _kind_label(kind: str) -> str:
    return str(RequestKind(kind).label) if kind in RequestKind.values else KIND_OPEN


def _title(answers: dict[str, Any]) -> str:
    words = str(answers.get("problem") or "").split()
    if words:
        return " ".join(words[:WORDS_SHOWN]) + ("…" if len(words) > WORDS_SHOWN else "")
    kind = answers.get("kind")
    return _kind_label(kind) if kind in RequestKind.values else "Aanvraag zonder tekst"


def _wijken(keys: Iterable[Any]) -> dict[Any, str]:
    wijken = Wijk.objects.select_related("gemeente").filter(pk__in={key for key in keys if key})
    return {wijk.pk: f"{wijk.name} ({wijk.gemeente.name})" for wijk in wijken}
