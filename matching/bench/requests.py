"""Made-up requests in every state, with the decisions and the trail that led there."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from krachtwijken.accounts.models import User
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import AuditEvent, ProblemLabel, Wijk
from matching.bench.tree import link
from matching.bench.words import Words
from matching.models import Decision, RequestContact, SupportRequest
from matching.requests.contacts import MOST_CONTACTS, PLACES
from matching.requests.enums import RequestKind, Urgency
from matching.requests.enums import RequestStatus as S
from matching.requests.kinds.registry import fields_of
from matching.requests.kinds.types import Shape
from matching.requests.workflow import states_of

# The states that a request passes, the last being that of the request; the first request shows a decision.
ROADS: Sequence[Sequence[S]] = (
    (S.IN_BEHANDELING, S.VOORGESTELD),
    (),
    (S.IN_BEHANDELING,),
    (S.IN_BEHANDELING, S.BEANTWOORD),
    (S.IN_BEHANDELING, S.VOORGESTELD, S.IN_UITVOERING),
    (S.IN_BEHANDELING, S.VOORGESTELD, S.IN_UITVOERING, S.AFGEROND),
    (S.IN_BEHANDELING, S.AFGEWEZEN),
    (S.INGETROKKEN,),
)
UNDECIDED = (S.IN_BEHANDELING, S.INGETROKKEN)
THEMES = 1


def make_requests(words: Words, count: int, *, asker: User, desk: User) -> None:
    wijken, problems = list(Wijk.objects.all()), list(ProblemLabel.objects.all())
    stated = [words.some(problems, 1) for _ in range(count)]
    rows = SupportRequest.objects.bulk_create(
        SupportRequest(
            **_state(number, asker, desk),
            **_place(words.pick.choice(wijken)),
            **_story(words, stated[number]),
            own_answers=_own_answers(words, _kind(number)),
        )
        for number in range(count)
    )
    link(SupportRequest._meta.get_field("problems"), zip(rows, stated, strict=True))
    RequestContact.objects.bulk_create(
        RequestContact(request=row, place=place, name=words.phrase(2), function=words.phrase(2))
        for number, row in enumerate(rows)
        for place in PLACES[: number % MOST_CONTACTS + 1]
    )
    Decision.objects.bulk_create(
        Decision(request=row, to=state, reason=words.text(22), alternative=words.text(11), by=desk)
        for number, row in enumerate(rows)
        for state in _road(number)
        if state not in UNDECIDED
    )
    events = (event for number, row in enumerate(rows) for event in _trail(row, _road(number), asker, desk))
    AuditEvent.objects.bulk_create(events)


def _kind(number: int) -> str:
    return RequestKind.values[number % len(RequestKind.values)]


def _road(number: int) -> Sequence[S]:
    """As far as the kind goes it."""
    known = states_of(_kind(number))
    return list(takewhile(lambda state: state in known, ROADS[number % len(ROADS)]))


def _state(number: int, asker: User, desk: User) -> dict[str, Any]:
    road = _road(number)
    return {
        "reference": f"KW-2000-{number:04d}",
        "kind": _kind(number),
        "urgency": Urgency.values[number % len(Urgency.values)],
        "status": road[-1] if road else S.INGEDIEND,
        "owner": desk if S.IN_BEHANDELING in road else None,
        "created_by": asker,
    }


def _place(wijk: Wijk) -> dict[str, Any]:
    return {"wijk": wijk, "gemeente_id": wijk.gemeente_id}


def _story(words: Words, problems: Sequence[ProblemLabel]) -> dict[str, Any]:
    return {
        "problem": words.text(22, problems), "tried": words.text(11), "wanted": words.text(11),
        "excluded": words.phrase(3), "themes": words.some(ThemeCode.values, THEMES),
    }  # fmt: skip


def _own_answers(words: Words, kind: str) -> dict[str, dict[str, str]]:
    """The questions that are answered with text."""
    asked = (field.code for field in fields_of(kind) if field.shape in {Shape.LINE, Shape.TEXT})
    return {kind: {code: words.phrase(6) for code in asked}}


def _trail(row: SupportRequest, road: Sequence[S], asker: User, desk: User) -> Iterator[AuditEvent]:
    """The same rows as the services write."""
    target = {"target_type": row._meta.label_lower, "target_id": str(row.pk)}
    yield AuditEvent(actor=asker, action="matching.request_submitted", **target)
    for before, after in zip([S.INGEDIEND, *road], road, strict=False):
        data = {"from": before.value, "to": after.value}
        actor = asker if after is S.INGETROKKEN else desk
        yield AuditEvent(actor=actor, action="matching.status", data=data, **target)
