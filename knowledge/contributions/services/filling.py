"""A text fills what is still empty; what fits nowhere, or would replace something, is kept apart to be divided by hand."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from knowledge.contributions.models import Contribution
from knowledge.contributions.parsing.division import Division, Piece, divide_text
from knowledge.contributions.parsing.facts import read_address, read_period, read_status, says_that_it_runs
from knowledge.contributions.provided import heading_reader
from knowledge.contributions.selectors import wijken_to_choose
from knowledge.contributions.services.drafts import (
    ChangedElsewhereError,
    lock_contribution,
    save_contribution,
)
from knowledge.enums import CaseStatus
from krachtwijken.accounts.models import User
from krachtwijken.core.text import normalise

# Questions with a point on each line: without its mark.
LISTS = frozenset({"active_elements", "conditions", "lessons", "partners"})
# Questions of one line: a browser glues the lines of an answer together there.
ONE_LINE = frozenset({"title", "costs_text", "fte_text", "owner"})
_POINT = re.compile(r"^(?:[-*+•●▪◦‣⁃➢·–]|\d{1,2}[.)])\s+", re.MULTILINE)
# Closed questions and numbers: what is read from these words, with what the words were called.
READ_AS = {"period": "Periode", "status": "Status", "place": "Waar", "source_url": "Bron"}
LONGEST_OWNER = 120
DROP = "weg"
MOST_REST = 60_000
# Questions to which a piece that was left over may be added.
PLACES = (
    "title", "summary", "problem_text", "target_group", "goal", "approach", "resident_text", "results", "what_did_not_work",
    "active_elements", "conditions", "lessons", "costs_text", "fte_text", "hypothesis", "measuring_plan", "owner", "partners",
)  # fmt: skip


def fill_from_text(*, actor: User, token: str, text: str) -> Contribution:
    """Adds to the draft of this token. The same text twice stands in the rest the second time."""
    # Before the draft is locked: the language model reads the headings.
    division = divide_text(text, heading_reader.current())
    return _fill(actor, token, division)


@transaction.atomic
def _fill(actor: User, token: str, division: Division) -> Contribution:
    contribution = lock_contribution(actor=actor, token=token)
    answers, left = _answers_from(division, actor)
    for name, value in answers.items():
        if contribution.answers.get(name) in (None, "", []):
            contribution.answers[name] = value
        elif isinstance(value, str) and value != contribution.answers[name]:
            left.append(Piece("", value))
    contribution.rest = [
        *contribution.rest,
        *({"heading": piece.heading, "text": piece.text} for piece in left),
    ]
    save_contribution(contribution)
    return contribution


def is_full(contribution: Contribution) -> bool:
    """So much waits to be divided that nobody would look through it."""
    return sum(len(piece["text"]) for piece in contribution.rest) > MOST_REST


@transaction.atomic
def settle_rest(*, actor: User, token: str, places: Mapping[int, str], seen: int) -> Contribution:
    """Piece by its number -> the question it is added to, or DROP. `seen` is how many pieces the page showed: with
    another number it shows what another tab did."""
    contribution = lock_contribution(actor=actor, token=token)
    if places and seen != len(contribution.rest):
        raise ChangedElsewhereError({})
    kept = []
    for number, piece in enumerate(contribution.rest):
        place = places.get(number, "")
        if place in PLACES:
            added = _added(contribution.answers.get(place), piece)
            contribution.answers[place] = _as_asked(place, added) if place in ONE_LINE else added
        elif place != DROP:
            kept.append(piece)
    contribution.rest = kept
    save_contribution(contribution)
    return contribution


def _added(answer: Any, piece: dict[str, str]) -> str:
    lines = [part for part in (piece["heading"], piece["text"]) if part]
    return "\n\n".join(part for part in (str(answer or ""), "\n".join(lines)) if part)


def _answers_from(division: Division, actor: User) -> tuple[dict[str, Any], list[Piece]]:
    """Answers, and the pieces of which not everything is in an answer."""
    answers: dict[str, Any] = {}
    left = list(division.rest)
    for name, text in division.fields.items():
        if name in READ_AS:
            read, is_whole = _read(name, text, actor)
            # What stands below the heading of a question goes before what another one says of it in passing.
            answers |= {
                key: value
                for key, value in read.items()
                if value not in (None, "", []) and (key == name or key not in answers)
            }
            if not is_whole:
                left.append(Piece(READ_AS[name], text))
        elif name == "owner" and (len(text) > LONGEST_OWNER or "\n" in text):
            left.append(Piece("Organisatie", text))
        else:
            answers[name] = _as_asked(name, text)
    return answers, left


def _as_asked(name: str, text: str) -> str:
    """As the question takes it: a list without points, or one line."""
    if name not in ONE_LINE:
        return _POINT.sub("", text) if name in LISTS else text
    joined = ""
    for line in filter(None, (found.strip() for found in _POINT.sub("", text).splitlines())):
        joined += f"{' ' if joined.endswith(('.', ':', ';', ',')) else '; '}{line}" if joined else line
    return joined


def _read(name: str, text: str, actor: User) -> tuple[dict[str, Any], bool]:
    """What is understood of these words, and whether that is all there is."""
    if name == "period":
        period = read_period(text)
        known = {
            "period_from": period.year_from,
            "period_to": period.year_to,
            "duration_months": period.months,
            "status": CaseStatus.LOOPT.value if says_that_it_runs(text) else "",
        }
        return known, period.is_whole
    if name == "status":
        state, is_whole = read_status(text)
        return {"status": state}, is_whole
    if name == "source_url":
        address, is_whole = read_address(text)
        return {"source_url": address}, is_whole
    return _read_place(text, actor)


def _read_place(text: str, actor: User) -> tuple[dict[str, Any], bool]:
    """Wijken that are named, each by its whole name; of two with one name the gemeente must be named too."""
    left = f" {_words(text)} "
    wijken = list(wijken_to_choose(actor))
    gemeenten = {wijk.gemeente_id for wijk in wijken if f" {_words(wijk.gemeente.name)} " in left}
    found = [wijk for wijk in wijken if f" {_words(wijk.name)} " in left]
    names = [_words(wijk.name) for wijk in found]
    sure = [wijk for wijk in found if names.count(_words(wijk.name)) == 1 or wijk.gemeente_id in gemeenten]
    for words in (*(wijk.name for wijk in sure), *(wijk.gemeente.name for wijk in sure)):
        left = left.replace(f" {_words(words)} ", " ")
    return {"wijken": [wijk.pk for wijk in sure]}, not set(left.split()) - {
        "en",
        "in",
        "wijk",
        "de",
        "gemeente",
    }


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalise(text).casefold()))
