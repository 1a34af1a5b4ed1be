"""A joint session as an entry for somebody's own calendar (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from matching.joint.models import JointQuestion

# The plan has no end: a calendar needs one.
LENGTH = timedelta(hours=1)
# In bytes, without the line end; what is longer goes on in the next line, after a space.
LONGEST_LINE = 75


def calendar_of(joint: JointQuestion, *, url: str) -> bytes:
    """Of a session with a day. Read again after the plan changed it moves the same entry: one number, and a higher sequence.
    What the loket wrote to all is not in it: a calendar is shared with others."""
    assert joint.session_on is not None  # noqa: S101 - the address answers only then
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Krachtwijken//Loket//NL",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:sessie-{joint.pk}@{settings.BASE_URL.partition('//')[2].partition('/')[0]}",
        f"SEQUENCE:{joint.plan_number}",
        f"DTSTAMP:{_moment(timezone.now())}",
        *_times(joint),
        f"SUMMARY:{_escaped(f'Gezamenlijke sessie: {joint.title}')}",
        *([f"LOCATION:{_escaped(joint.place)}"] if joint.place else []),
        f"DESCRIPTION:{_escaped(f'Kijk voor u gaat of dag, tijd en plaats nog kloppen: {url}')}",
        f"URL:{url}",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _times(joint: JointQuestion) -> list[str]:
    """A whole day while no time is planned. In UTC, which needs no description of a zone and stands right in any."""
    assert joint.session_on is not None  # noqa: S101
    if joint.session_time is None:
        end = joint.session_on + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{joint.session_on:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
    begin = timezone.make_aware(datetime.combine(joint.session_on, joint.session_time))
    return [f"DTSTART:{_moment(begin)}", f"DTEND:{_moment(begin + LENGTH)}"]


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Never within a letter of more than one byte."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
