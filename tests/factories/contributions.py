"""Somebody of a gemeente who shares what was tried."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from knowledge.contributions.models import Contribution
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.models import Gemeente, Wijk

# A word that stands in no other text of a test.
CANARY = "kwartelvink"
TITLE = "Portiekportiers tegen leegstand"


def person_of(client: Client) -> User:
    user: User = client.user
    return user


def gemeente_client(as_role: Callable[..., Client], slug: str = "arnhem") -> Client:
    client = as_role("gemeente")
    join_gemeente(user=person_of(client), gemeente=Gemeente.objects.get(slug=slug), actor=None)
    return client


def full_answers(**changed: Any) -> dict[str, Any]:
    """Every required question answered."""
    return {
        "wijken": [Wijk.objects.filter(gemeente__slug="arnhem")[0].pk],
        "title": TITLE, "kind": "practice", "problem_text": f"De voordeur stond altijd open, zei de {CANARY}.",
        "target_group": "Bewoners van twaalf flats", "goal": "Een veilige flat",
        "approach": "Langdurig werklozen werden portier.\n\n- van vier uur\n- tot elf uur", "resident_role": "raadplegen",
        "resident_text": "Zij kozen de tijden.", "results": "Het aantal inbraken halveerde.",
        "what_did_not_work": "De portiers kregen te weinig steun.", "active_elements": "", "conditions": "Een portiershok",
        "lessons": "Begin met een flat.", "costs_class": "nvt", "costs_text": "60.000 euro per jaar", "fte_text": "",
        "period_from": 2016, "period_to": 2019, "duration_months": None, "status": "afgerond", "stop_reason": "",
        "themes": ["veiligheid"], "problems": [], "summary": "Portiers in twaalf flats. Er is minder ingebroken.",
        "owner": "Gemeente Arnhem", "contact_function": "projectleider wijkaanpak", "partners": "De corporatie",
        "source_url": "", "outcome_indicator": "Inbraken per jaar", "outcome_domain": "veiligheid",
        "outcome_direction": "beter", "outcome_certainty": "2", "outcome_source": "Telling van de corporatie, 2019",
        **changed,
    }  # fmt: skip


def make_contribution(author: User, token: str = "een", **fields: Any) -> Contribution:
    values = {"answers": full_answers(), **fields}
    return Contribution.objects.create(author=author, token=token, **values)
