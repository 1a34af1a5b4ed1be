"""Whom an organisation put forward: it sees that, and from nothing that it sees can it tell who was in the pool or said no."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from expertpool.admission.services import agree_to_nomination, decline_nomination, nominate, vet_nomination
from expertpool.alliance.asking import ask_again, forget_asks
from expertpool.control.services import delete_profile
from expertpool.models import Nomination, OrganisationAsk
from krachtwijken.accounts.models import OrganisationMembership
from krachtwijken.core.models import Organisation, Theme
from krachtwijken.core.outbox.models import MailMessage
from tests.expertpool.test_admission import AGREED
from tests.expertpool.test_pool import make_profile
from tests.expertpool.test_pool_import import confirm, send
from tests.factories.accounts import UserFactory

AsRole = Callable[..., Client]
HOME = "/organisatie/"
WHY = "Kent iedereen in de wijk, en de wijk kent haar."
# What happened to each that was put forward.
FATES = ("silent", "in_pool", "was_asked_by_another", "said_no", "refused", "erased")


@pytest.fixture
def aedes(site_tree: Any) -> Organisation:
    return Organisation.objects.get(slug="aedes")


@pytest.fixture
def manager(as_role: AsRole, aedes: Organisation) -> Client:
    client = as_role("organisatie")
    OrganisationMembership.objects.create(user=client.user, organisation=aedes)
    return client


def bring(client: Client, name: str) -> None:
    form = {"title": f"Functie {name}", "email": f"{name}@bureau.nl", "why": WHY}
    organisation = Organisation.objects.get(slug="aedes")
    assert client.post(f"{HOME}voordragen/", {**form, "organisation": organisation.pk}).status_code == 302


def agreed(name: str) -> Nomination:
    nomination = Nomination.objects.get(email=f"{name}@bureau.nl")
    themes = Theme.objects.filter(code="wonen")
    return agree_to_nomination(nomination=nomination, answers={**AGREED, "themes": themes})


def put_forward(client: Client, name: str) -> None:
    """And what came of it."""
    email = f"{name}@bureau.nl"
    if name in ("in_pool", "erased"):
        profile = make_profile("Iemand", slug=name, user=UserFactory(role="expert", email=email))
    if name == "was_asked_by_another":
        nominate(email=email, title="Ander woord", why=WHY, by="collega")
    bring(client, name)
    if name == "said_no":
        decline_nomination(nomination=Nomination.objects.get(email=email))
    if name == "refused":
        vet_nomination(nomination=agreed(name), actor=UserFactory(role="loket"), agrees=False, reason="Nee.")
    if name == "erased":
        assert profile.user is not None
        delete_profile(profile=profile, actor=profile.user)


def rows(client: Client) -> dict[str, str]:
    """By name what the page says of that row, without the name and the number."""
    page = client.get(HOME).content.decode()
    found = re.findall(r"<li><div class=.kw-cluster.>(.*?)</li>", page, flags=re.DOTALL)
    plain = [re.sub(r"/\d+/|csrfmiddlewaretoken\S+ value=\S+", "", row) for row in found]
    return {
        (name := next(one for one in FATES if f"Functie {one}," in row)): row.replace(name, "")
        for row in plain
    }


def test_nothing_on_the_page_tells_what_came_of_it(manager: Client) -> None:
    for name in FATES:
        put_forward(manager, name)
    before = rows(manager)
    assert set(before) == set(FATES)
    assert len(set(before.values())) == 1
    answers = set()
    for ask in OrganisationAsk.objects.all():
        response = manager.post(f"{HOME}voorgedragen/{ask.pk}/opnieuw/", follow=True)
        (message,) = [str(one) for one in response.context["messages"]]
        answers.add((response.redirect_chain[0], message))
    assert len(answers) == 1
    after = rows(manager)
    assert set(after) == set(FATES)
    assert len(set(after.values())) == 1
    assert "Vraag nog een keer" not in after["silent"]


def test_all_leave_the_list_on_the_same_day(manager: Client) -> None:
    for name in FATES:
        put_forward(manager, name)
    OrganisationAsk.objects.update(shown_until=timezone.now() + timedelta(minutes=1))
    assert forget_asks() == 0
    OrganisationAsk.objects.update(shown_until=timezone.now() - timedelta(minutes=1))
    assert rows(manager) == {}
    later = OrganisationAsk.objects.order_by("pk")[0]
    OrganisationAsk.objects.filter(pk=later.pk).update(shown_until=timezone.now() + timedelta(minutes=1))
    assert forget_asks() == len(FATES) - 1
    assert OrganisationAsk.objects.get() == later


def test_list_of_people_stands_there_whole(manager: Client, aedes: Organisation) -> None:
    """Known, new, and like somebody known: a gap would tell who is in the pool."""
    make_profile("Oud-wethouder", user=UserFactory(role="expert", name="Jan de Wit", email="jan@oud.nl"))
    people = [
        [name, email, f"Functie {fate}", "Operationeel", "Wonen", ""]
        for name, email, fate in (
            ("Jan de Wit", "jan@oud.nl", "in_pool"), ("J. de Wit", "j@nieuw.nl", "said_no"),
            ("Els Bakker", "els@nieuw.nl", "silent"),
        )
    ]  # fmt: skip
    send(manager, *people, organisation=aedes.pk)
    confirm(manager)
    assert Nomination.objects.count() == 1
    shown = rows(manager)
    assert set(shown) == {"in_pool", "said_no", "silent"}
    assert len(set(shown.values())) == 1


def test_who_is_let_in_goes_over_to_the_own_people(manager: Client) -> None:
    bring(manager, "silent")
    nomination = agreed("silent")
    assert set(rows(manager)) == {"silent"}
    for role in ("loket", "beheer"):
        vet_nomination(nomination=nomination, actor=UserFactory(role=role), agrees=True, reason="Ja.")
    assert rows(manager) == {}
    assert AGREED["title"] in manager.get(HOME).content.decode()


def test_only_who_did_not_answer_gets_one_more_mail(manager: Client) -> None:
    for name in FATES:
        put_forward(manager, name)
    MailMessage.objects.all().delete()
    Nomination.objects.update(link_until=timezone.now() - timedelta(days=1))
    for _ in range(2):
        for ask in OrganisationAsk.objects.all():
            ask_again(ask=ask, actor=manager.user)
    assert [mail.to for mail in MailMessage.objects.all()] == ["silent@bureau.nl"]
    nomination = Nomination.objects.get(email="silent@bureau.nl")
    assert Client().get(f"/pool/toestemming/{nomination.token}/").status_code == 200


def test_rows_are_of_the_own_organisation(manager: Client, as_role: AsRole) -> None:
    bring(manager, "silent")
    ask = OrganisationAsk.objects.get()
    stranger = as_role("organisatie")
    movisie = Organisation.objects.get(slug="movisie")
    OrganisationMembership.objects.create(user=stranger.user, organisation=movisie)
    assert rows(stranger) == {}
    assert stranger.post(f"{HOME}voorgedragen/{ask.pk}/opnieuw/").status_code == 404
    with pytest.raises(PermissionDenied):
        ask_again(ask=ask, actor=stranger.user)


def test_neither_address_nor_name_is_kept(manager: Client) -> None:
    bring(manager, "silent")
    kept = str(OrganisationAsk.objects.values().get())
    assert "bureau.nl" not in kept
