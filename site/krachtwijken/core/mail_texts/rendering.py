"""A text with its fields filled in. Plain text: nothing to escape for a browser."""

import re
from collections.abc import Mapping
from typing import Any

from django.template import Context, Engine, Template, Variable, VariableDoesNotExist

from krachtwijken.core.mail_texts.elements import LOOP, links_of, loose_brace, strange_elements
from krachtwijken.core.mail_texts.packaged import SiteMail

# Around the name of a value that is not there; no text holds these by itself.
MISSING = re.compile("\ue000(.*?)\ue001")
STRICT = Engine(string_if_invalid="\ue000%s\ue001", autoescape=False)
LENIENT = Engine(autoescape=False)
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class MissingValueError(ValueError):
    """A field has no value at that place."""


class UnfitTextError(ValueError):
    """A text may not be sent as it is."""


def fill_text(source: str, context: Mapping[str, Any]) -> str:
    text = _rendered(STRICT, source, context)
    missing = MISSING.search(text)
    if missing:
        raise MissingValueError(missing[1])
    return text


def fill_mail(mail: SiteMail, subject: str, body: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of an edited text, which is judged once more: rows may be older than the site."""
    strange = strange_elements(mail, f"{subject}\n{body}")
    if strange or loose_brace(f"{subject}\n{body}"):
        raise UnfitTextError("unknown element")
    filled = " ".join(fill_text(subject, context).split()), fill_text(body, context).strip() + "\n"
    if not all(part.strip() for part in filled):
        raise UnfitTextError("empty")
    if missing_parts(mail, context, filled[1]):
        raise UnfitTextError("without a part that it needs")
    return filled


def missing_parts(mail: SiteMail, context: Mapping[str, Any], text: str) -> list[str]:
    """What the mail of the site shows with these values and this text does not: links, and what else it needs."""
    shown, deeper = _rendered(LENIENT, mail.body, context), with_first_of_loops(mail, context)
    told, there = _addresses_in(shown), _addresses_in(text)
    links = [(link, _rendered(LENIENT, link, deeper)) for link in links_of(mail)]
    needs = [(need, _rendered(LENIENT, need, deeper).strip()) for need in mail.needs]
    return [
        *(link for link, address in links if address in told and address not in there),
        *(need for need, value in needs if value and value in shown and value not in text),
    ]


def _rendered(engine: Engine, source: str, context: Mapping[str, Any]) -> str:
    return str(Template(source, engine=engine).render(Context(dict(context), autoescape=False)))


def _addresses_in(text: str) -> set[str]:
    return {found.rstrip(".,;:!?)") for found in ADDRESS.findall(text)}


def with_first_of_loops(mail: SiteMail, context: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(context)
    for name, path in LOOP.findall(mail.body):
        try:
            values[name] = next(iter(Variable(path).resolve(Context(values))), "")
        except VariableDoesNotExist:
            continue
    return values
