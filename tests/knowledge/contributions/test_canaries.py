"""What one gemeente writes is nowhere to be found by another before it is published."""

from collections.abc import Callable, Iterator

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Page

from knowledge.contributions.models import Contribution
from knowledge.contributions.services.files import add_file
from knowledge.contributions.services.submit import submit_contribution
from tests.factories.contributions import (
    CANARY,
    TITLE,
    full_answers,
    gemeente_client,
    make_contribution,
    person_of,
)
from tests.factories.documents import docx

ADDRESSES = (
    *(f"/kennis/delen/stap/{name}/?concept=een" for name in ("naam", "probleem", "onderwerp")),
    "/kennis/delen/nieuw/", "/kennis/delen/bestand/tekst/?concept=een", "/kennis/delen/bestand/bijlagen/?concept=een",
    "/kennis/delen/rest/?concept=een", "/kennis/delen/controle/?concept=een", "/kennis/delen/weggooien/een/",
    "/mijn/bijdragen/", "/mijn/bijdragen/een/", "/mijn/", "/kennis/", "/", f"/zoeken/?q={CANARY}",
)  # fmt: skip
POSTS = (
    ("/kennis/delen/controle/?concept=een", {}),
    ("/kennis/delen/weggooien/een/", {}),
    ("/kennis/delen/rest/?concept=een", {"aantal": "1", "place_0": "weg"}),
    ("/kennis/delen/bestand/bijlagen/?concept=een", {"weg": "1"}),
    ("/mijn/bijdragen/een/opnieuw/", {}),
)
SECRETS = (CANARY, TITLE, "geheim-plan.docx")


@pytest.fixture
def draft(arnhem: Client) -> Contribution:
    row = make_contribution(person_of(arnhem), rest=[{"heading": "", "text": f"Los stuk van de {CANARY}"}])
    add_file(contribution=row, file=ContentFile(docx(CANARY), name="geheim-plan.docx"))
    return row


def others(breda: Client, as_role: Callable[..., Client]) -> Iterator[tuple[str, Client]]:
    yield "visitor", Client()
    yield "another gemeente", breda
    yield "a colleague", gemeente_client(as_role)
    for role in ("expert", "kenniscentrum", "loket", "accountmanager", "redactie"):
        yield role, as_role(role)


def seen_in(client: Client, address: str) -> list[str]:
    page = client.get(address, follow=True).content.decode()
    return [secret for secret in SECRETS if secret in page]


def test_author_sees_it(draft: Contribution, arnhem: Client) -> None:
    for address in ADDRESSES[:3]:
        assert arnhem.get(address).status_code == 200
    assert set(seen_in(arnhem, "/kennis/delen/controle/?concept=een")) == set(SECRETS)


def test_draft_is_seen_by_nobody_else(
    draft: Contribution, breda: Client, as_role: Callable[..., Client], search_index: object
) -> None:
    leaks = {
        (who, address): seen
        for who, client in others(breda, as_role)
        for address in ADDRESSES
        if (
            seen := [
                word for word in seen_in(client, address) if not (word == CANARY and "zoeken" in address)
            ]
        )
    }
    assert leaks == {}


def test_nobody_else_changes_or_sends_a_draft(
    draft: Contribution, breda: Client, as_role: Callable[..., Client]
) -> None:
    for _, client in others(breda, as_role):
        for address, data in POSTS:
            client.post(address, data)
    draft.refresh_from_db()
    assert draft.answers == full_answers()
    assert draft.is_concept
    assert draft.files.count() == 1
    assert len(draft.rest) == 1


def test_what_was_sent_is_seen_by_colleagues_and_the_redactie_only(
    draft: Contribution, arnhem: Client, breda: Client, as_role: Callable[..., Client], search_index: object
) -> None:
    submit_contribution(contribution=draft, actor=person_of(arnhem))
    page = Page.objects.get(pk=Contribution.objects.get().page_id)
    addresses = (*ADDRESSES, page.url or page.slug, f"/kennis/{page.slug}/", "/kennis/feed", "/sitemap.xml")
    sees = {
        who
        for who, client in others(breda, as_role)
        for address in addresses
        if [word for word in seen_in(client, address) if not (word == CANARY and "zoeken" in address)]
    }
    assert sees == {"a colleague", "redactie"}
