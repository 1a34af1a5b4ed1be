"""Run in a process of its own, on a database that was brought up to date: what opens and what is found, as JSON."""

import json

import django

django.setup()

from django.test import Client  # noqa: E402 - after the settings

from expertpool.enums import Visibility  # noqa: E402
from expertpool.models import ExpertProfile  # noqa: E402
from knowledge.models import CasePage  # noqa: E402
from knowledge.shortlist.models import Shortlist  # noqa: E402
from krachtwijken.accounts.models import User  # noqa: E402
from krachtwijken.core.models import AuditEvent, Gemeente  # noqa: E402
from matching.models import RequestDraft, SupportRequest  # noqa: E402


def opened(client: Client, address: str, *words: str) -> bool:
    answer = client.get(address)
    text = answer.content.decode()
    return answer.status_code == 200 and all(word in text for word in words)


def main() -> None:
    visitor, member = Client(raise_request_exception=False), Client(raise_request_exception=False)
    member.force_login(User.objects.get(email="gemeente@example.org"))
    case = CasePage.objects.get(title="Geveltuinen en bomen in de heetste straten")
    shared = Shortlist.objects.get(title="Voor de raad")
    request = SupportRequest.objects.filter(gemeente__slug="arnhem").order_by("pk")[0]
    pages = {
        "home": opened(visitor, "/", "Krachtwijken"),
        "case": opened(visitor, case.url, "Geveltuinen"),
        "cases": opened(visitor, "/kennis/", "Geveltuinen"),
        "search": opened(visitor, "/zoeken/?q=geveltuinen+en+bomen", case.url),
        "profile": opened(
            visitor, ExpertProfile.objects.filter(visibility=Visibility.PUBLIC)[0].get_absolute_url()
        ),
        "shared list": opened(visitor, shared.get_absolute_url(), "Voor de raad"),
        "request": opened(member, request.get_absolute_url(), request.reference),
        "own requests": opened(member, "/mijn/verzoeken/", request.reference),
        "wizard": opened(member, "/loket/aanvraag/"),
    }
    draft = RequestDraft.objects.get(answers__problem="Half getypt verhaal.")
    print(json.dumps({  # noqa: T201 - the answer of a script
        "pages": pages,
        "notes": list(shared.items.order_by("order").values_list("note", flat=True)),
        "draft": bool(draft.token),
        "drafts without a token": RequestDraft.objects.filter(token="").count(),
        "names without a place": User.objects.exclude(name="").filter(sort_name="").count()
        + Gemeente.objects.filter(sort_name="").count() + CasePage.objects.filter(sort_title="").count(),
        "since": all(row.status_since >= row.created_at for row in SupportRequest.objects.all()),
        "trail": AuditEvent.objects.count(),
    }))  # fmt: skip


main()
