"""What stands between braces in the text of a mail, and what of it an edited text may hold.

Only what the mail of the site itself holds, letter for letter: its fields, its addresses, and its conditions, which may be
turned around. So no text can reach further than the one that was packaged.
"""

import re

from krachtwijken.core.mail_texts.packaged import SiteMail

ELEMENT = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
CONDITION = re.compile(r"\{% (?:el)?if (?:not )?([\w.]+)((?: == \d+)?) %\}")
LOOP = re.compile(r"\{% for (\w+) in ([\w.]+) %\}")
# A link as it is written down: a field that is an address, and what is pasted to it.
LINK = re.compile(r"\{\{ (?:[\w.]*url|link|base_url) \}\}(?:\{\{ \w+ \}\}|\{% url \"[\w:]+\" %\}|[\w/-])*")


def elements_of(text: str) -> list[str]:
    """In the order of the text, each with single spaces."""
    return [f"{found[:2]} {' '.join(found[2:-2].split())} {found[-2:]}" for found in ELEMENT.findall(text)]


def fields_of(mail: SiteMail) -> list[str]:
    return [element for element in _own_elements(mail) if element.startswith("{{")]


def conditions_of(mail: SiteMail) -> list[tuple[str, str]]:
    """Name, and what it is compared with (` == 1`, or nothing)."""
    found = map(CONDITION.fullmatch, _own_elements(mail))
    return list(dict.fromkeys((match[1], match[2]) for match in found if match))


def links_of(mail: SiteMail) -> list[str]:
    """Those that a text may not leave out."""
    links = dict.fromkeys(LINK.findall(mail.body))
    return [link for link in links if link not in mail.may_go]


def allowed_elements(mail: SiteMail) -> set[str]:
    branches = {
        f"{{% {word} {turn}{name}{compared} %}}"
        for name, compared in conditions_of(mail)
        for word in ("if", "elif")
        for turn in ("", "not ")
    }
    ends = {"{% else %}", "{% endif %}"} if branches else set()
    return {*_own_elements(mail), *branches, *ends}


def strange_elements(mail: SiteMail, text: str) -> list[str]:
    allowed = allowed_elements(mail)
    return list(dict.fromkeys(element for element in elements_of(text) if element not in allowed))


def loose_brace(text: str) -> str:
    """The words around the first brace that belongs to no element; empty when there is none."""
    rest = ELEMENT.sub(lambda match: " " * len(match[0]), text)
    found = re.search(r"[{}]", rest)
    return " ".join(text[max(0, found.start() - 15) : found.start() + 15].split()) if found else ""


def _own_elements(mail: SiteMail) -> list[str]:
    return list(dict.fromkeys(elements_of(f"{mail.subject}\n{mail.body}")))
