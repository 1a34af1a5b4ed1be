"""Values to show and to try a text with: one set for each way that its conditions can fall."""

from copy import deepcopy
from itertools import product
from typing import Any

from django.conf import settings

from krachtwijken.core.mail_texts.elements import ELEMENT, conditions_of
from krachtwijken.core.mail_texts.packaged import SiteMail


def example_cases(mail: SiteMail) -> list[dict[str, Any]]:
    """The first has everything; in others what a condition asks for is empty, or as it says."""
    base = _example_values(mail)
    choices = [
        [(name, value) for value in values] for name, values in _values_of_conditions(mail, base).items()
    ]
    cases = []
    for choice in product(*choices):
        case = deepcopy(base)
        for name, value in choice:
            _put(case, name, value)
        cases.append(case)
    return cases


def _example_values(mail: SiteMail) -> dict[str, Any]:
    names = {
        name
        for element in ELEMENT.findall(mail.body)
        for name in element[2:-2].split()
        if name.endswith("url") or name == "link"
    }
    links = {name: f"https://voorbeeld.example/{name}/" for name in names if name.isidentifier()}
    return {"base_url": settings.BASE_URL, **links, **mail.examples}


def _values_of_conditions(mail: SiteMail, base: dict[str, Any]) -> dict[str, list[Any]]:
    """What is asked of a value inside a loop stays as the example says."""
    found: dict[str, list[Any]] = {}
    for name, compared in conditions_of(mail):
        value = _value_at(base, name)
        if value is None:
            continue
        values = found.setdefault(name, [value])
        other = int(compared.removeprefix(" == ")) if compared else ""
        if other not in values:
            values.append(other)
    return found


def _value_at(values: Any, name: str) -> Any:
    for part in name.split("."):
        if not isinstance(values, dict) or part not in values:
            return None
        values = values[part]
    return values


def _put(values: dict[str, Any], name: str, value: Any) -> None:
    *path, last = name.split(".")
    for part in path:
        values = values[part]
    values[last] = value
