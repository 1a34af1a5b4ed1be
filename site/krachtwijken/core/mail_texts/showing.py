"""How a text looks before it is saved, and which fields it may use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template import TemplateSyntaxError

from krachtwijken.core.mail_texts.checking import complaints_about
from krachtwijken.core.mail_texts.elements import (
    conditions_of,
    fields_of,
    links_of,
    loose_brace,
    strange_elements,
)
from krachtwijken.core.mail_texts.examples import example_cases
from krachtwijken.core.mail_texts.packaged import SiteMail
from krachtwijken.core.mail_texts.rendering import MissingValueError, fill_text, with_first_of_loops


@dataclass(frozen=True)
class ShownLetter:
    subject: str
    body: str


@dataclass(frozen=True)
class MailPreview:
    """Every letter that the text can become, each once, and what is still wrong with it."""

    letters: Sequence[ShownLetter] = ()
    complaints: Sequence[str] = ()


@dataclass(frozen=True)
class UsableField:
    element: str
    example: str
    is_needed: bool


def preview_of(mail: SiteMail, subject: str, body: str) -> MailPreview:
    complaints = [line for lines in complaints_about(mail, subject, body).values() for line in lines]
    both = f"{subject}\n{body}"
    # What is not ours to fill in is never filled in, not even to look at.
    is_ours = not strange_elements(mail, both) and not loose_brace(both)
    letters = list(dict.fromkeys(_letters(mail, subject, body))) if is_ours else []
    return MailPreview(letters, complaints)


def usable_fields(mail: SiteMail) -> list[UsableField]:
    needed = [*mail.needs, *links_of(mail)]
    case = with_first_of_loops(mail, example_cases(mail)[0])
    return [
        UsableField(element, fill_text(element, case), any(element in part for part in needed))
        for element in fields_of(mail)
    ]


def usable_conditions(mail: SiteMail) -> list[str]:
    return [f"{{% if {name}{compared} %}} … {{% endif %}}" for name, compared in conditions_of(mail)]


def _letters(mail: SiteMail, subject: str, body: str) -> Iterator[ShownLetter]:
    for case in example_cases(mail):
        try:
            filled = " ".join(fill_text(subject, case).split()), fill_text(body, case).strip()
        except (TemplateSyntaxError, MissingValueError):
            continue
        yield ShownLetter(*filled)
