"""People from a sheet: looked through first, faults by row and column, nobody asked twice, and one person under two names."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from expertpool.admission.services import decline_nomination, nominate
from expertpool.control.services import delete_profile
from expertpool.directory.forgetting import forget_profiles
from expertpool.importing.identity import person_of_address, person_of_name
from expertpool.importing.services import keep_pool_import
from expertpool.importing.template_file import make_people_template
from expertpool.models import (
    ExpertProfile,
    Nomination,
    NominationState,
    PoolImport,
    PoolImportRow,
    PoolImportState,
    RowFate,
)
from krachtwijken.accounts.models import OrganisationMembership
from krachtwijken.core.models import AuditEvent, Organisation
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.sheets.table import Table
from tests.expertpool.test_admission import AGREED, link_in
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory

AsRole = Callable[..., Client]
START = "/pool/inlezen/"
HEADINGS = ["naam", "e-mail", "functie", "niveaus", "thema's", "ervaring"]
ANNA = ["Anna Bakker", "anna@bureau-oost.nl", "Wijkmanager", "Procesregie", "Wonen", "Voerde 80 gesprekken."]
BRAM = [
    "Bram Visser",
    "bram@bureau-oost.nl",
    "Straatcoach",
    "Operationeel",
    "Veiligheid",
    "Liep mee op straat.",
]


def sheet(*rows: list[str], headings: list[str] = HEADINGS) -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (headings, *rows):
        page.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("mensen.xlsx", content.getvalue())


def send(client: Client, *rows: list[str], **fields: Any) -> Any:
    headings = fields.pop("headings", HEADINGS)
    return client.post(START, {"file": sheet(*rows, headings=headings), **fields}, follow=True)


def confirm(client: Client) -> Any:
    return client.post(f"{START}{PoolImport.objects.latest('pk').pk}/", {"yes": "1"}, follow=True)


@pytest.fixture
def desk(site_tree: Any, as_role: AsRole) -> Client:
    return as_role("loket")


def test_nothing_is_asked_before_somebody_says_yes(desk: Client) -> None:
    answer = send(desk, ANNA, BRAM)
    assert "2 mensen vragen wij om toestemming" in answer.content.decode()
    assert not Nomination.objects.exists()
    assert not MailMessage.objects.exists()


def test_each_is_asked_and_nothing_shows_before_consent(desk: Client) -> None:
    send(desk, ANNA, BRAM)
    confirm(desk)
    assert {mail.to for mail in MailMessage.objects.all()} == {ANNA[1], BRAM[1]}
    assert not ExpertProfile.objects.exists()
    kept = PoolImport.objects.get()
    assert (kept.state, kept.table) == (PoolImportState.DONE, {})
    assert not PoolImportRow.objects.exclude(values={}).exists(), "what was on the list is not kept beside it"
    page = Client().get(link_in(MailMessage.objects.get(to=ANNA[1])))
    text = page.content.decode()
    assert "Voerde 80 gesprekken." in text
    assert "Wij vulden alvast in" in text
    assert Client().post(link_in(MailMessage.objects.get(to=ANNA[1])), AGREED).status_code == 200
    nomination = Nomination.objects.get(email=ANNA[1])
    assert nomination.prefill == {}
    assert nomination.profile is not None
    assert nomination.profile.consent_until is None


def test_same_list_again_asks_nobody_twice(desk: Client) -> None:
    for _ in range(2):
        send(desk, ANNA, BRAM)
        confirm(desk)
        confirm(desk)
    assert Nomination.objects.count() == 2
    assert MailMessage.objects.count() == 2
    fates = list(PoolImportRow.objects.order_by("pk").values_list("fate", flat=True))
    assert fates == [RowFate.ASKED] * 2 + [RowFate.KNOWN] * 2


def test_row_with_a_fault_stays_out_whole_and_others_go_on(desk: Client) -> None:
    wrong = ["", "geen adres", "Jan Jansen", "Bazig", "Wonen", "Bel 06-12345678."]
    text = send(desk, ANNA, wrong).content.decode()
    for message in (
        "Vul dit in.",
        "Dit is geen e-mailadres.",
        "Schrijf een functie",
        "kennen wij niet. Kies uit",
    ):
        assert message in text
    assert "06-12345678" not in text
    for column in ("naam", "e-mail", "functie", "niveaus", "ervaring"):
        assert f"<td>{column}</td>" in text
    confirm(desk)
    assert [one.email for one in Nomination.objects.all()] == [ANNA[1]]
    row = PoolImportRow.objects.get(number=3)
    assert row.fate == RowFate.WRONG
    assert {column for column, _ in row.faults} == {"naam", "e-mail", "functie", "niveaus", "ervaring"}


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (["naam", "e-mail"], "Deze kolom ontbreekt en is verplicht."),
        ([*HEADINGS, "schoenmaat"], "Deze kop kennen wij niet"),
        ([*HEADINGS, "naam"], "Deze kop staat er twee keer."),
    ],
)
def test_odd_headings_stop_the_list(desk: Client, headings: list[str], told: str) -> None:
    row = [*ANNA, "x"][: len(headings)]
    text = send(desk, row, headings=headings).content.decode()
    assert told in text
    assert "Ja, vraag deze mensen" not in text
    confirm(desk)
    assert not Nomination.objects.exists()


def test_same_address_twice_in_one_list_is_a_fault(desk: Client) -> None:
    assert (
        "Dit adres staat ook in rij 2." in send(desk, ANNA, [*BRAM[:1], ANNA[1], *BRAM[2:]]).content.decode()
    )


@pytest.mark.parametrize("name", ["test.pdf", "leeg.xlsx"])
def test_what_is_no_sheet_gets_a_message(desk: Client, name: str) -> None:
    answer = desk.post(START, {"file": SimpleUploadedFile(name, b"zomaar" if name == "test.pdf" else b"")})
    assert answer.status_code == 422
    assert not PoolImport.objects.exists()


def test_template_reads_itself(desk: Client) -> None:
    content = desk.get(f"{START}voorbeeld.xlsx").content
    assert load_workbook(BytesIO(content)).sheetnames == ["Mensen", "Uitleg"]
    file = SimpleUploadedFile("voorbeeld.xlsx", make_people_template())
    answer = desk.post(START, {"file": file}, follow=True).content.decode()
    assert "1 persoon vragen wij om toestemming" in answer
    assert "Wat er niet klopt" not in answer


SAME = [
    ("Jan van der Berg", "J.P. vd Berg"),
    ("Berg, J. van der", "dr. Jan v.d. Berg"),
    ("Sjoerd van 't Hof", "S. van ’t Hof"),
    ("Renée de Wit", "Renee Wit"),
    ("Fatima El Amrani", "F. Amrani"),
    ("Els Jansen-de Vries", "Els de Vries"),
]
OTHER = [
    ("Jan Bakker", "Piet Bakker"), ("Jan van der Berg", "Jan van der Burg"), ("Anna Visser", "Arie Visser"),
    ("Wijkmanager", "Wijkmanager"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "same"), [*((a, b, True) for a, b in SAME), *((a, b, False) for a, b in OTHER)]
)
def test_spellings_of_one_name(one: str, other: str, same: bool) -> None:
    first, second = person_of_name(one), person_of_name(other)
    assert (first is not None and second is not None and first.may_be(second)) is same


@pytest.mark.parametrize(
    ("email", "name", "same"),
    [
        ("jan.vandenberg@x.nl", "J. van den Berg", True), ("j.berg@x.nl", "Jan van der Berg", True),
        ("info@x.nl", "Jan Info", False), ("post.wijkteam@x.nl", "Piet Post", False), ("jan@x.nl", "Jan Jan", False),
    ],
)  # fmt: skip
def test_name_in_an_address(email: str, name: str, same: bool) -> None:
    first, second = person_of_address(email), person_of_name(name)
    assert (first is not None and second is not None and first.may_be(second)) is same


def make_known(name: str = "Jan van der Berg", email: str = "jan@oud-bureau.nl") -> ExpertProfile:
    title = "Oud-wethouder" if name.startswith("Jan") else "Opbouwwerker"
    return make_profile(title, user=UserFactory(role="expert", name=name, email=email))


def test_somebody_under_another_address_waits_for_a_person(desk: Client) -> None:
    make_known()
    row = [
        "J.P. v.d. Berg",
        "jpberg@nieuw-bureau.nl",
        "Oud-wethouder",
        "Bestuurlijk",
        "Wonen",
        "Sloot akkoorden.",
    ]
    assert "1 persoon lijkt op iemand" in send(desk, row).content.decode()
    confirm(desk)
    assert not Nomination.objects.exists()
    page = desk.get("/loket/dubbel/").content.decode()
    assert "J.P. v.d. Berg" in page
    assert "Oud-wethouder (staat in de pool)" in page
    waits = PoolImportRow.objects.get()
    desk.post("/loket/dubbel/", {"row": str(waits.pk), "answer": "zelfde"})
    waits.refresh_from_db()
    assert (waits.fate, waits.values) == (RowFate.SAME, {})
    send(desk, row)
    confirm(desk)
    assert not Nomination.objects.exists(), "the decision holds for the next list"
    assert PoolImportRow.objects.latest("pk").fate == RowFate.KNOWN


def test_of_somebody_without_consent_the_loket_learns_no_function(desk: Client) -> None:
    known = make_known()
    ExpertProfile.objects.filter(pk=known.pk).update(consent_until=None)
    send(desk, ["J. van der Berg", "j@anders.nl", "Straatcoach", "Operationeel", "Wonen", "Liep mee."])
    confirm(desk)
    page = desk.get("/loket/dubbel/").content.decode()
    assert "Oud-wethouder" not in page
    assert "Iemand die wij al kennen" in page


def test_who_said_no_to_an_earlier_list_is_not_asked_again(desk: Client) -> None:
    row = ["Els de Wit", "els@bureau.nl", "Opbouwwerker", "Operationeel", "Wonen", "Liep mee."]
    send(desk, row)
    confirm(desk)
    Nomination.objects.all().delete()
    send(desk, row)
    confirm(desk)
    assert not Nomination.objects.exists()


def test_decision_after_the_answer_fills_nothing_in(desk: Client) -> None:
    nomination = Nomination.objects.create(
        email="jan@oud-bureau.nl", name="Jan van der Berg", title="Oud-wethouder", why="Kent iedereen.", by="collega",
        link_until=timezone.now(),
    )  # fmt: skip
    send(desk, ["J. van der Berg", "j@anders.nl", "Straatcoach", "Operationeel", "Wonen", "Liep mee."])
    confirm(desk)
    waits = PoolImportRow.objects.get()
    Nomination.objects.filter(pk=nomination.pk).update(
        state=NominationState.CONSENTED, profile=make_profile("Straatcoach")
    )
    desk.post("/loket/dubbel/", {"row": str(waits.pk), "answer": "zelfde"})
    nomination.refresh_from_db()
    assert nomination.prefill == {}


def test_somebody_else_of_that_name_is_asked_after_all(desk: Client) -> None:
    make_known()
    send(desk, ["J. van der Berg", "j@anders.nl", "Straatcoach", "Operationeel", "Wonen", "Liep mee."])
    confirm(desk)
    waits = PoolImportRow.objects.get()
    for _ in range(2):
        desk.post("/loket/dubbel/", {"row": str(waits.pk), "answer": "ander"})
    assert Nomination.objects.get().email == "j@anders.nl"
    waits.refresh_from_db()
    assert waits.decided_by == desk.user
    assert AuditEvent.objects.filter(action="pool_import.double_settled").count() == 1


@pytest.mark.parametrize("answer", ["hallo", "", "eerste", "ZELFDE", None])
def test_unknown_answer_on_a_row_asks_nobody(desk: Client, answer: str | None) -> None:
    make_known()
    send(desk, ["J. van der Berg", "j@anders.nl", "Straatcoach", "Operationeel", "Wonen", "Liep mee."])
    confirm(desk)
    waits = PoolImportRow.objects.get()
    sent = {"row": str(waits.pk)} if answer is None else {"row": str(waits.pk), "answer": answer}
    response = desk.post("/loket/dubbel/", sent)
    assert response.status_code == 422
    assert "Dit antwoord kennen wij niet" in response.content.decode()
    assert not Nomination.objects.exists()
    waits.refresh_from_db()
    assert waits.fate == RowFate.LOOKS_LIKE


def test_list_runs_on_a_yes_only(desk: Client) -> None:
    send(desk, ANNA)
    kept = PoolImport.objects.get()
    desk.post(f"{START}{kept.pk}/", {"hallo": "1"})
    assert not Nomination.objects.exists()
    confirm(desk)
    assert Nomination.objects.count() == 1


def test_yes_to_one_list_starts_no_other(desk: Client) -> None:
    send(desk, ANNA)
    other = PoolImport.objects.get()
    send(desk, ["Bakker, A.", "a.bakker@elders.nl", "Wijkmanager", "Strategisch", "Werken", ""])
    confirm(desk)
    other.refresh_from_db()
    assert other.state == PoolImportState.CHECKED


def test_two_spellings_on_one_list_wait_and_complete_each_other(desk: Client) -> None:
    twice = ["Bakker, A.", "a.bakker@elders.nl", "Wijkmanager", "Strategisch", "Werken", ""]
    send(desk, ANNA, twice)
    confirm(desk)
    assert [one.email for one in Nomination.objects.all()] == [ANNA[1]]
    waits = PoolImportRow.objects.get(fate=RowFate.LOOKS_LIKE)
    assert "op dezelfde lijst" in desk.get("/loket/dubbel/").content.decode()
    desk.post("/loket/dubbel/", {"row": str(waits.pk), "answer": "zelfde"})
    assert Nomination.objects.count() == 1


def test_long_list_of_choices_is_not_shown_as_if_it_were_whole(desk: Client) -> None:
    headings = [*HEADINGS, "provincies"]
    text = send(desk, [*ANNA, "Nergens"], headings=headings).content.decode()
    assert "Kies bijvoorbeeld:" in text
    assert "op het tabblad" in text


def test_organisation_brings_its_list_and_learns_of_nobody(site_tree: Any, as_role: AsRole) -> None:
    client, aedes = as_role("organisatie"), Organisation.objects.get(slug="aedes")
    OrganisationMembership.objects.create(user=client.user, organisation=aedes)
    make_known()
    known = make_known("Anna Bakker", ANNA[1])
    looks = ["J. vd Berg", "j@anders.nl", "Straatcoach", "Operationeel", "Wonen", "Liep mee."]
    before = send(client, ANNA, BRAM, looks, organisation=aedes.pk).content.decode()
    after = confirm(client).content.decode()
    for text in (before, after):
        assert "3 rijen kloppen" in text
        assert "lijkt op" not in text
        assert known.title not in text
    assert "Wij vragen deze mensen" in before
    assert "Wij vragen deze mensen" not in after
    assert "kreeg een mail" in after
    home = client.get("/organisatie/").content.decode()
    assert "mensen.xlsx" in home
    assert "3 mensen op de lijst" in home
    assert Nomination.objects.get().organisation == aedes
    kept = PoolImport.objects.get()
    assert as_role("loket").get(f"{START}{kept.pk}/").status_code == 404
    assert client.get("/loket/dubbel/").status_code == 403
    other = Organisation.objects.get(slug="movisie")
    assert send(client, ANNA, organisation=other.pk).status_code == 422


@pytest.mark.parametrize("role", ["gemeente", "expert", "redactie"])
def test_nobody_else_brings_a_list(site_tree: Any, role: str) -> None:
    table = Table(HEADINGS, [])
    with pytest.raises(PermissionDenied):
        keep_pool_import(table=table, file_name="mensen.xlsx", actor=UserFactory(role=role))
    assert not PoolImport.objects.exists()


@pytest.mark.parametrize("how", ["erased", "forgotten", "said_no"])
def test_who_leaves_takes_along_what_waits_on_a_list(desk: Client, how: str) -> None:
    row = ["J. van der Berg", "j@anders.nl", "Straatcoach", "Operationeel", "Wonen", "Liep mee."]
    if how == "said_no":
        nominate(email="jan.vanderberg@oud.nl", title="Wijkmanager", why="Goed.", by="collega")
    else:
        known = make_known()
    send(desk, row)
    confirm(desk)
    waits = PoolImportRow.objects.get()
    assert waits.values["name"] == row[0]
    if how == "said_no":
        decline_nomination(nomination=Nomination.objects.get())
    elif how == "erased":
        assert known.user is not None
        delete_profile(profile=known, actor=known.user)
    else:
        ExpertProfile.objects.update(consent_until=timezone.localdate() - timedelta(days=400))
        forget_profiles()
    waits.refresh_from_db()
    assert (waits.values, waits.fate) == ({}, RowFate.SAME)
    assert row[0] not in desk.get("/loket/dubbel/").content.decode()
    assert not Nomination.objects.exists()
