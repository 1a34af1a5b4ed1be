"""Answers to the own questions of a kind: which are kept, and how they are shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from matching.requests.kinds.registry import TYPES, fields_of
from matching.requests.kinds.types import OwnField, Shape

# In a form and a draft an own answer stands between the others under this and its code.
PREFIX = "own_"


class UnknownAnswerError(ValueError):
    """An answer that its question does not take."""


def take_own_answers(kind: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Of a draft what belongs to this kind, by code; each checked against its question. What was left empty is left out."""
    found = {field.code: answers.get(f"{PREFIX}{field.code}") for field in fields_of(kind)}
    for field in fields_of(kind):
        if found[field.code] not in (None, "", []) and not _fits(field, found[field.code]):
            raise UnknownAnswerError(field.code)
    return {code: value for code, value in found.items() if value not in (None, "", [])}


def read_day(text: str) -> date | None:
    """None for what is no day, also when it looks like one."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _fits(field: OwnField, value: Any) -> bool:
    known = [key for key, _ in field.choices]
    match field.shape:
        case Shape.NUMBER:
            return isinstance(value, int) and field.least <= value <= field.limit
        case Shape.DATE:
            return isinstance(value, str) and read_day(value) is not None
        case Shape.CHOICE:
            return value in known
        case Shape.MANY:
            return isinstance(value, list) and set(value) <= set(known)
    return isinstance(value, str)


def shown_answers(own_answers: Mapping[str, Mapping[str, Any]], kind: str) -> list[tuple[str, str]]:
    """(question, answer) of this kind first, then what was answered for another kind before the loket changed it."""
    kinds = sorted((known for known in own_answers if known in TYPES), key=lambda known: known != kind)
    return [
        (field.label, _words_of(field, own_answers[known][field.code]))
        for known in kinds
        for field in fields_of(known)
        if field.code in own_answers[known]
    ]


def answers_for_helper(own_answers: Mapping[str, Mapping[str, Any]], kind: str) -> list[tuple[str, str]]:
    """Of a kind that sends somebody what the gemeente answered to its questions: that is what it asks of whoever comes. Not what
    was answered for another kind, nor of a kind that asks nobody of the pool."""
    is_sent = kind in TYPES and TYPES[kind].levels
    return shown_answers({kind: own_answers.get(kind, {})}, kind) if is_sent else []


def _words_of(field: OwnField, value: Any) -> str:
    labels = dict(field.choices)
    if field.shape is Shape.MANY:
        return ", ".join(labels.get(item, str(item)) for item in value)
    if field.shape is Shape.DATE:
        day = read_day(value)
        return date_format(day, "j F Y") if day else str(value)
    return labels.get(value, str(value)) if field.shape is Shape.CHOICE else str(value)
