"""What search engines are told of a page, in the words of schema.org. Nothing that the page itself does not show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from knowledge.models import CasePage
from krachtwijken.core.models import ProblemLabel

SCHEMA = "https://schema.org"


def problem_data(context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Of what `presenter.problem_page` gives. A request remembers where the site begins: else each address asks the cache."""
    problem: ProblemLabel = context["problem"]
    cases: list[CasePage] = context["best"]
    return {
        "@context": SCHEMA,
        "@type": "CollectionPage",
        "name": problem.label,
        "inLanguage": "nl",
        "url": absolute(reverse("knowledge:problem", args=[problem.code])),
        "about": {"@type": "Thing", "name": context["theme_name"]},
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": len(cases),
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": case.title, "url": address_of(case, request)}
                for place, case in enumerate(cases, 1)
            ],
        },
    }


def case_data(case: CasePage, request: HttpRequest, *, about: list[str], places: list[str]) -> dict[str, Any]:
    """`about` are labels of problems, `places` names of wijken; both as the page shows them."""
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Article",
        "headline": case.title,
        "description": case.summary,
        "inLanguage": "nl",
        "url": address_of(case, request),
        "isPartOf": {"@type": "WebSite", "name": "Krachtwijken", "url": settings.BASE_URL},
        "about": [{"@type": "Thing", "name": name} for name in about],
        "contentLocation": [{"@type": "Place", "name": name} for name in places],
        "temporalCoverage": f"{case.period_from}/{case.period_to or '..'}",
    }
    if case.first_published_at and case.last_published_at:
        data["datePublished"] = case.first_published_at.date().isoformat()
        data["dateModified"] = case.last_published_at.date().isoformat()
    return data


def address_of(case: CasePage, request: HttpRequest) -> str:
    return absolute(case.get_url(request) or "/")


def absolute(address: str) -> str:
    return address if address.startswith("http") else f"{settings.BASE_URL}{address}"
