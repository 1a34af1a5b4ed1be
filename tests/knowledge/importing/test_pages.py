"""The pages in the content management: send, look, say yes, see what happened. Per role and section."""

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from knowledge.importing import services
from knowledge.importing.models import CaseImport
from knowledge.models import CasePage, CentrePage
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import join_organisation
from krachtwijken.accounts.services.roles import withdraw_role
from krachtwijken.core.retention import RULES
from krachtwijken.core.trail.models import AuditEvent
from tests.factories.pages import make_centre
from tests.factories.sheets import case_row, xlsx_of

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/praktijken-importeren/"


@pytest.fixture
def editor(centre: CentrePage, as_role: Callable[..., Client]) -> Client:
    """Of the centre "Bos en Hei"."""
    call_command("set_up_roles", verbosity=0)
    client = as_role("kenniscentrum")
    join_organisation(user=client.user, organisation=centre.organisation, actor=None)
    return client


def send(client: Client, centre: CentrePage, rows: list[Any], name: str = "praktijken.xlsx") -> Any:
    return client.post(ADDRESS, {"centre": centre.pk, "file": SimpleUploadedFile(name, xlsx_of(rows))})


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_editor_sends_looks_confirms_and_finds_the_drafts(editor: Client, centre: CentrePage) -> None:
    sent = send(editor, centre, [case_row("Huiskamer"), case_row("Zonder doel", doel="")])
    shown = text_of(editor.get(sent.url))
    assert "Wordt nieuw" in shown
    assert "doel:</strong> Vul dit in." in shown
    assert "Lees 1 praktijk in" in shown
    assert not CasePage.objects.exists()
    assert editor.post(f"{sent.url}inlezen/").url == sent.url
    page = CasePage.objects.child_of(centre).get()
    assert (page.title, page.live, page.owner) == ("Huiskamer", False, editor.user)
    shown = text_of(editor.get(sent.url))
    assert f"/admin/pages/{page.pk}/edit/" in shown
    assert "1 praktijk wacht als concept op beoordeling" in shown
    trail = AuditEvent.objects.filter(action__startswith="import.").values_list("action", "actor_id")
    who = editor.user.pk
    assert list(trail) == [
        ("import.sent", who),
        ("import.confirmed", who),
        ("import.case_created", who),
        ("import.finished", who),
    ]


def test_confirming_twice_imports_once(editor: Client, centre: CentrePage) -> None:
    address = send(editor, centre, [case_row()]).url
    for _ in range(2):
        assert editor.post(f"{address}inlezen/").status_code == 302
    assert CasePage.objects.count() == 1
    assert AuditEvent.objects.filter(action="import.finished").count() == 1


def test_file_is_gone_when_it_was_imported_and_when_it_is_thrown_away(
    editor: Client, centre: CentrePage
) -> None:
    address = send(editor, centre, [case_row()]).url
    editor.post(f"{address}inlezen/")
    assert CaseImport.objects.get().table == {}
    assert editor.post(f"{address}weggooien/").url == address
    other = send(editor, centre, [case_row("Ander")]).url
    assert editor.post(f"{other}weggooien/").url == ADDRESS
    assert editor.get(other).status_code == 404
    assert CaseImport.objects.count() == 1


def test_quoted_personal_data_is_shown_once_and_not_kept(editor: Client, centre: CentrePage) -> None:
    row = {**case_row("Met een bewoner"), "wat kwam eruit": "Gezin Şahin is ontruimd."}
    address = send(editor, centre, [row, case_row()]).url
    assert "Şahin" in text_of(editor.get(address))
    editor.post(f"{address}inlezen/")
    assert "Dit lijkt de naam van een bewoner" in text_of(editor.get(address))
    assert "Şahin" not in text_of(editor.get(address))
    kept = CaseImport.objects.get()
    assert "ahin" not in str(kept.table) + str(list(kept.lines.values()))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"", "Dit bestand is leeg."),
        ("a.xls", b"\xd0\xcf\x11\xe0", "oudere soort"),
        ("a.csv", "titel;kleur\r\nx;rood\r\n".encode("utf-16"), "“kleur”: Deze kop kennen wij niet."),
        ("a" * 300 + ".pdf", b"%PDF-", "eindigt op .xlsx of .csv"),
    ],
)
def test_file_that_is_not_right_is_told_beside_the_field(
    editor: Client, centre: CentrePage, name: str, content: bytes, told: str
) -> None:
    response = editor.post(ADDRESS, {"centre": centre.pk, "file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert told in text_of(response)
    assert not CaseImport.objects.exists()


def test_form_without_a_file_or_with_text_for_one_is_told(editor: Client, centre: CentrePage) -> None:
    for data in ({}, {"centre": "x", "file": "tekst"}, {"centre": centre.pk}):
        response = editor.post(ADDRESS, data)
        assert response.status_code == 422
        assert "Kies een bestand." in text_of(response)


def test_editor_imports_into_the_own_centre_only(editor: Client, centre: CentrePage) -> None:
    other = make_centre("Ander Huis")
    assert "Ander Huis" not in text_of(editor.get(ADDRESS))
    response = send(editor, other, [case_row()])
    assert response.status_code == 422
    assert "Kies een kenniscentrum." in text_of(response)
    assert not CaseImport.objects.exists()


def test_redactie_imports_into_every_centre_and_an_editor_sees_nothing_of_it(
    editor: Client, as_role: Callable[..., Client]
) -> None:
    other = make_centre("Ander Huis")
    redactie = as_role("redactie")
    address = send(redactie, other, [case_row("Geheim")], name="geheim.xlsx").url
    assert redactie.get(address).status_code == 200
    for act in (lambda: editor.get(address), *(
        lambda path=path: editor.post(f"{address}{path}/") for path in ("inlezen", "weggooien")
    )):  # fmt: skip
        assert act().status_code == 404
    assert "geheim.xlsx" not in text_of(editor.get(ADDRESS))
    redactie.post(f"{address}inlezen/")
    assert CasePage.objects.child_of(other).get().title == "Geheim"


def test_editor_without_a_section_may_not_import(site_tree: Any, as_role: Callable[..., Client]) -> None:
    call_command("set_up_roles", verbosity=0)
    make_centre("Ander Huis")
    client = as_role("kenniscentrum")
    for address in (ADDRESS, f"{ADDRESS}voorbeeld/"):
        assert client.get(address).url == "/admin/"
    assert "Praktijken importeren" not in client.get("/admin/").content.decode()


def test_menu_shows_the_page_to_who_may_import(editor: Client) -> None:
    assert "Praktijken importeren" in editor.get("/admin/").content.decode()


def test_template_comes_as_a_file(editor: Client) -> None:
    response = editor.get(f"{ADDRESS}voorbeeld/")
    assert response["Content-Disposition"] == 'attachment; filename="praktijken-voorbeeld.xlsx"'
    assert response.content.startswith(b"PK")


def test_long_file_is_taken_in_by_a_worker_in_steps(
    editor: Client, centre: CentrePage, run_outbox: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(services, "STEP", 2)
    rows = [case_row(f"Praktijk {number}") for number in range(5)] + [case_row("Fout", doel="")]
    address = send(editor, centre, rows).url
    assert "0 van 6 rijen gedaan" in text_of(editor.get(address))
    assert editor.post(f"{address}inlezen/").status_code == 302
    assert CaseImport.objects.get().state == "checking"
    run_outbox()
    assert "Lees 5 praktijken in" in text_of(editor.get(address))
    editor.post(f"{address}inlezen/")
    services.run_step(pk=CaseImport.objects.get().pk)
    assert "2 van 6 rijen gedaan" in text_of(editor.get(address))
    run_outbox()
    assert CaseImport.objects.get().state == "done"
    assert CasePage.objects.filter(live=False).count() == 5
    assert AuditEvent.objects.filter(action="import.case_created").count() == 5


def test_rights_that_were_taken_back_stop_a_long_import(
    editor: Client, centre: CentrePage, run_outbox: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1)
    address = send(editor, centre, [case_row("Een"), case_row("Twee")]).url
    run_outbox()
    editor.post(f"{address}inlezen/")
    withdraw_role(user=editor.user, role=Role.KENNISCENTRUM, actor=None)
    run_outbox()
    assert not CasePage.objects.exists()
    case_import = CaseImport.objects.get()
    assert case_import.state == "done"
    assert {line.reason for line in case_import.lines.all()} == {services.NOT_ALLOWED_ANYMORE}


def test_list_can_be_narrowed_and_odd_input_gives_all_rows(editor: Client, centre: CentrePage) -> None:
    address = send(editor, centre, [case_row("Goed"), case_row("Slecht", doel="")]).url
    shown = text_of(editor.get(f"{address}?uitkomst=fault"))
    assert "Slecht" in shown
    assert "Goed</td>" not in shown
    for query in ("?uitkomst=onzin&p=zes", "?p=999999999999999999999", "?p=-1"):
        assert "Goed" in text_of(editor.get(f"{address}{query}"))
    assert editor.get(f"{ADDRESS}{2**70}/").status_code == 404


def test_unconfirmed_file_goes_after_three_days_and_a_report_after_ninety(
    editor: Client, centre: CentrePage
) -> None:
    send(editor, centre, [case_row("Wacht")])
    address = send(editor, centre, [case_row("Klaar")]).url
    editor.post(f"{address}inlezen/")
    for days, left in ((2.9, 2), (3.1, 1), (89.9, 1), (90.1, 0)):
        CaseImport.objects.update(created_at=timezone.now() - timedelta(days=days))
        RULES["knowledge.imports"]()
        assert CaseImport.objects.count() == left
    assert CasePage.objects.get().title == "Klaar"
