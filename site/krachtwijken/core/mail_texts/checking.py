"""What is wrong with a text that somebody typed, in words for beside the field."""

from typing import Any

from django.template import TemplateSyntaxError

from krachtwijken.core.mail_texts.elements import elements_of, loose_brace, strange_elements
from krachtwijken.core.mail_texts.examples import example_cases
from krachtwijken.core.mail_texts.packaged import SiteMail
from krachtwijken.core.mail_texts.rendering import MissingValueError, fill_text, missing_parts

Complaints = dict[str, list[str]]
UNBALANCED = (
    "Niet elk begin heeft een einde. Bij elke {% if … %} hoort een {% endif %}, "
    "en bij elke {% for … %} een {% endfor %}."
)
ONE_LINE = "Het onderwerp is één regel."
EMPTY = {
    "subject": "Schrijf een onderwerp. Het mag nooit leeg zijn.",
    "body": "Schrijf een tekst. Die mag nooit leeg zijn.",
}
EMPTY_SOMETIMES = "Dit blijft leeg als een voorwaarde niet klopt. Schrijf ook iets bij {% else %}."


def complaints_about(mail: SiteMail, subject: str, body: str) -> Complaints:
    """By field; empty when the text may be sent."""
    texts = {"subject": subject, "body": body}
    found = {name: _about_elements(mail, text) for name, text in texts.items()}
    for name, text in texts.items():
        if not text.strip():
            found[name] = [EMPTY[name]]
    if "\n" in subject.strip():
        found["subject"].append(ONE_LINE)
    if not any(found.values()):
        # Only what is put together well can be tried.
        found = _about_cases(mail, texts)
    return {name: complaints for name, complaints in found.items() if complaints}


def _about_elements(mail: SiteMail, text: str) -> list[str]:
    found = [
        f"{element} kan niet in deze mail. Gebruik alleen de velden en voorwaarden van de lijst op deze pagina."
        for element in strange_elements(mail, text)
    ]
    brace = loose_brace(text)
    if brace:
        found.append(f"Bij “{brace}” staat een losse accolade. Een veld begint met {{{{ en eindigt met }}}}.")
    return found


def _about_cases(mail: SiteMail, texts: dict[str, str]) -> Complaints:
    found: dict[str, dict[str, None]] = {"subject": {}, "body": {}}
    for case in example_cases(mail):
        filled = {}
        for name, text in texts.items():
            try:
                filled[name] = fill_text(text, case)
            except TemplateSyntaxError:
                found[name][UNBALANCED] = None
            except MissingValueError as error:
                found[name][f"{{{{ {error} }}}} kan alleen tussen {{% for … %}} en {{% endfor %}}."] = None
            else:
                if not filled[name].strip():
                    found[name][EMPTY_SOMETIMES] = None
        if "body" in filled:
            found["body"] |= dict.fromkeys(_about_parts(mail, case, texts["body"], filled["body"]))
    return {name: list(complaints) for name, complaints in found.items()}


def _about_parts(mail: SiteMail, case: dict[str, Any], body: str, filled: str) -> list[str]:
    there = " ".join(elements_of(body))
    return [
        f"{part} staat er niet altijd bij, of zit vast aan andere letters. Deze mail kan nooit zonder."
        if all(element in there for element in elements_of(part))
        else f"{part} ontbreekt. Deze mail kan niet zonder."
        for part in missing_parts(mail, case, filled)
    ]
