"""What machines say about mail: not delivered, nobody there, sent to many. No Django."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Headers = Mapping[str, Sequence[str]]

_ABSENT = re.compile(
    r"(?:automatisch(?:e)? (?:antwoord|beantwoording|reactie|bericht)|afwezig(?:heid(?:sbericht|smelding)?)? ?[:\-–(]"
    r"|afwezig(?:heidsbericht)?$|out of (?:the )?office|automatic reply|auto(?:matic)?[ -]?(?:reply|response)"
    r"|niet aanwezig ?:|ik ben (?:momenteel |tijdelijk )?afwezig|autoreply|vakantiemelding)",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"(?:mailer-daemon|postmaster|microsoftexchange[0-9a-f]*)@", re.IGNORECASE)
_NOT_DELIVERED = re.compile(
    r"(?:undeliver(?:ed|able)|onbestelbaar|niet (?:be)?zorgd|kan niet worden bezorgd|mail delivery (?:failed|system)"
    r"|failure notice|returned mail|delivery (?:status notification|has failed|failure))",
    re.IGNORECASE,
)
MANY = frozenset({"bulk", "list", "junk"})


@dataclass(frozen=True)
class Delivery:
    """Of a mail of ours: whether it failed for good, for whom, and which it may have been."""

    recipient: str
    has_failed: bool
    status: str
    original_ids: tuple[str, ...]


def is_automatic(headers: Headers, subject: str) -> bool:
    """Written by a machine for somebody who is not there, or as a receipt."""
    said = (first_of(headers, "auto-submitted") or "no").split(";")[0].strip().lower()
    if said != "no":
        return True
    if first_of(headers, "precedence").lower() in {"auto_reply", "auto-reply"}:
        return True
    marks = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-mail-autoreply")
    return any(name in headers for name in marks) or _ABSENT.match(subject.strip()) is not None


def is_for_many(headers: Headers) -> bool:
    return first_of(headers, "precedence").lower() in MANY or "list-id" in headers


def is_marked_as_spam(headers: Headers) -> bool:
    """By the own mail server; a sender who writes it himself only harms himself."""
    flag, status = first_of(headers, "x-spam-flag").lower(), first_of(headers, "x-spam-status").lower()
    return flag.startswith("yes") or status.startswith("yes")


def fails_authentication(headers: Headers, *, server: str) -> bool:
    """The own mail server found that the sender is not who the mail says. Only its topmost word counts: the others may have
    come along with the mail."""
    found = first_of(headers, "authentication-results")
    name, _, results = found.partition(";")
    if not server or name.strip().split(" ")[0].lower() != server.lower():
        return False
    return re.search(r"\bdmarc\s*=\s*fail\b", results, re.IGNORECASE) is not None


def is_daemon(sender: str, subject: str, headers: Headers) -> bool:
    """A mail server that tells in its own way, not in the form of RFC 3464, that a mail did not arrive."""
    by_machine = _DAEMON.match(sender) is not None or first_of(headers, "return-path").strip() == "<>"
    return by_machine and _NOT_DELIVERED.search(subject) is not None


def first_of(headers: Headers, name: str) -> str:
    values = headers.get(name, ())
    return values[0] if values else ""
