"""Every address that the site answers, as the resolver knows it: ours, the login library's, Wagtail's."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

FILLED = {"int": "1", "slug": "bestaat-niet", "str": "bestaat-niet", "path": "bestaat-niet", "uuid": "0" * 32}


@dataclass(frozen=True)
class Route:
    # With its namespaces; an address without a name is called by its pattern.
    name: str
    pattern: str
    callback: Any
    # An address that leads here, with made-up arguments.
    sample: str

    @property
    def view(self) -> Any:
        """The function or class that answers, below its decorators."""
        found = self.callback
        while hasattr(found, "__wrapped__"):
            found = found.__wrapped__
        return getattr(found, "view_class", getattr(self.callback, "view_class", found))


def routes(arguments: Mapping[str, str] | None = None, *, usual: Mapping[str, str] = FILLED) -> list[Route]:
    """`arguments` fills the named parts of an address; what it does not name gets the usual value of its kind."""
    fill = partial(_filled, given=arguments or {}, usual=usual)
    return list(_walk(get_resolver(), "", "", "/", fill))


def _walk(
    resolver: Any, namespace: str, pattern: str, sample: str, fill: Callable[[Any], str]
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        whole, path = f"{pattern}{entry.pattern}", sample + fill(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, whole, path, fill)
        elif isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}" if entry.name else whole, whole, entry.callback, path)


def _filled(pattern: Any, given: Mapping[str, str], usual: Mapping[str, str]) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(
            r"<(?:(\w+):)?(\w+)>",
            lambda found: given.get(found[2], usual.get(found[1] or "str", "bestaat-niet")),
            str(pattern._route),
        )
    template, names = normalize(pattern.regex.pattern)[0]
    return str(template) % {name: given.get(name, usual["int"]) for name in names}
