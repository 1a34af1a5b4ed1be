"""The same file, and a changed one: no doubles, and nothing of a person is written over."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page

from knowledge.importing.models import CaseImport, ImportedCase
from knowledge.models import CasePage, CentrePage, PracticePage
from krachtwijken.core.models import MailMessage
from krachtwijken.core.trail.models import AuditEvent
from tests.factories.pages import make_centre
from tests.factories.sheets import case_row, xlsx_of

pytestmark = pytest.mark.django_db
ImportFile = Callable[..., dict[str, Any]]


def case_of(title: str) -> Any:
    return CasePage.objects.get(title=title).specific


def reasons() -> list[str]:
    """Of the last import, in the order of the file."""
    return [line.reason for line in CaseImport.objects.first().lines.all()]


def test_changed_row_makes_a_new_version_that_stays_in_review(import_file: ImportFile) -> None:
    row = case_row("Huiskamer", **{"bron-id": "7"})
    import_file(xlsx_of([row]))
    told = import_file(xlsx_of([{**row, "titel": "Huiskamer twee", "status": "gestopt"}]))
    assert (told["created"], told["updated"]) == (0, 1)
    page = CasePage.objects.get().specific
    latest = page.get_latest_revision_as_object()
    assert (latest.title, latest.status, page.revisions.count()) == ("Huiskamer twee", "gestopt", 2)
    assert page.workflow_in_progress
    assert import_file(xlsx_of([{**row, "titel": "Huiskamer twee", "status": "gestopt"}]))["skipped"] == 1


def test_what_is_published_stays_as_it_is_until_the_review_is_done(import_file: ImportFile) -> None:
    row = case_row("Huiskamer", **{"bron-id": "7"}, wijken="Klarendal")
    import_file(xlsx_of([row]))
    case_of("Huiskamer").get_latest_revision().publish()
    assert import_file(xlsx_of([{**row, "doel": "Iets anders", "wijken": "Presikhaaf"}]))["updated"] == 1
    page = PracticePage.objects.get()
    assert (page.live, page.goal) == (True, row["doel"])
    assert [wijk.name for wijk in page.wijken.all()] == ["Klarendal"]
    assert page.get_latest_revision_as_object().goal == "Iets anders"


@pytest.mark.parametrize("number", ["7", ""])
def test_page_that_was_edited_since_is_never_written_over(import_file: ImportFile, number: str) -> None:
    row = case_row("Huiskamer", **{"bron-id": number})
    import_file(xlsx_of([row]))
    page = case_of("Huiskamer")
    page.title, page.goal = "Huiskamer, door een mens", "Van een mens"
    page.save_revision()
    assert import_file(xlsx_of([{**row, "doel": "Uit het bestand"}]))["skipped"] == 1
    assert reasons() == ["De pagina is na de import met de hand veranderd. Wij laten haar zo."]
    assert CasePage.objects.get().specific.get_latest_revision_as_object().goal == "Van een mens"


def test_page_that_a_reviewer_sent_back_goes_into_review_again(
    import_file: ImportFile, as_role: Callable[..., Any]
) -> None:
    row = case_row("Huiskamer", **{"bron-id": "7"})
    import_file(xlsx_of([row]))
    task = case_of("Huiskamer").current_workflow_task_state
    task.reject(user=as_role("redactie").user)
    assert import_file(xlsx_of([{**row, "doel": "Beter gezegd"}]))["updated"] == 1
    page = case_of("Huiskamer")
    assert page.current_workflow_state.status == "in_progress"
    assert page.current_workflow_task_state.revision_id == page.latest_revision_id


def test_page_that_a_person_made_is_left_alone(import_file: ImportFile, centre: CentrePage) -> None:
    import_file(xlsx_of([case_row("Uit import")]))
    page = case_of("Uit import")
    ImportedCase.objects.all().delete()
    told = import_file(xlsx_of([case_row("uit IMPORT", **{"bron-id": "8"}), case_row("Nieuw")]))
    assert (told["skipped"], told["created"]) == (1, 1)
    assert page.revisions.count() == 1


def test_row_that_gets_a_source_id_later_is_the_same_case(import_file: ImportFile) -> None:
    import_file(xlsx_of([case_row("Huiskamer")]))
    assert import_file(xlsx_of([case_row("Huiskamer", **{"bron-id": "7"})]))["updated"] == 1
    assert import_file(xlsx_of([case_row("Andere naam", **{"bron-id": "7"})]))["updated"] == 1
    assert import_file(xlsx_of([case_row("Andere naam")]))["skipped"] == 1
    assert CasePage.objects.count() == 1


def test_same_title_in_another_wijk_is_another_case(import_file: ImportFile) -> None:
    rows = [case_row("Huiskamer", wijken="Klarendal"), case_row("Huiskamer", wijken="Presikhaaf")]
    assert import_file(xlsx_of(rows))["created"] == 2
    assert sorted(page.slug for page in CasePage.objects.all()) == ["huiskamer", "huiskamer-2"]


def test_accents_tell_two_titles_apart_and_capitals_do_not(import_file: ImportFile) -> None:
    rows = [case_row("Coördinatie"), case_row("Coordinatie"), case_row("COÖRDINATIE")]
    told = import_file(xlsx_of(rows))
    assert told["created"] == 2
    assert told["errors"] == [
        {
            "row": 4,
            "column": "titel",
            "message": "Deze titel staat met dezelfde wijken ook in rij 2. Geef elke praktijk een eigen bron-id.",
        }
    ]


def test_source_id_belongs_to_a_centre_and_stands_once_in_a_file(import_file: ImportFile) -> None:
    other = make_centre("Ander Huis")
    row = case_row("Huiskamer", **{"bron-id": "7"})
    assert import_file(xlsx_of([row, case_row("Nog een", **{"bron-id": "7"})]))["errors"] == [
        {"row": 3, "column": "bron-id", "message": "Dit bron-id staat ook in rij 2."}
    ]
    assert import_file(xlsx_of([row]), into=other.slug)["created"] == 1
    assert CasePage.objects.count() == 2


@pytest.mark.parametrize("case", ["locked", "moved", "kind"])
def test_page_in_another_state_is_left_alone(import_file: ImportFile, case: str) -> None:
    row = case_row("Huiskamer", **{"bron-id": "7"})
    import_file(xlsx_of([row]))
    page = case_of("Huiskamer")
    changed = {**row, "doel": "Iets anders"}
    if case == "locked":
        Page.objects.filter(pk=page.pk).update(locked=True)
    elif case == "moved":
        page.move(make_centre("Ander Huis"), pos="last-child")
    else:
        changed |= {"soort": "Experiment", "hypothese": "Als…", "meetplan": "Tellen."}
    assert import_file(xlsx_of([changed]))["skipped"] == 1
    assert CasePage.objects.get().specific.get_latest_revision_as_object().goal == row["doel"]


def test_column_that_is_not_in_the_file_changes_nothing(import_file: ImportFile) -> None:
    row = case_row("Huiskamer", **{"bron-id": "7"}, kosten="Veel", partners="Corporatie: geld")
    import_file(xlsx_of([row]))
    import_file(xlsx_of([case_row("Huiskamer", **{"bron-id": "7"}, status="gestopt")]))
    page = case_of("Huiskamer").get_latest_revision_as_object()
    assert (page.costs_text, page.status, page.partners.count()) == ("Veel", "gestopt", 1)


def test_import_and_every_page_stand_in_the_trail(import_file: ImportFile) -> None:
    row = case_row("Huiskamer", **{"bron-id": "7"})
    import_file(xlsx_of([row, case_row("Fout", doel="")]))
    import_file(xlsx_of([{**row, "doel": "Anders"}]))
    actions = list(AuditEvent.objects.filter(action__startswith="import.").values_list("action", "data__row"))
    assert actions == [
        ("import.confirmed", None),
        ("import.case_created", 2),
        ("import.finished", None),
        ("import.confirmed", None),
        ("import.case_updated", 2),
        ("import.finished", None),
    ]


def test_reviewers_get_one_mail_for_a_whole_import(
    import_file: ImportFile, as_role: Callable[..., Any], mailoutbox: list[Any]
) -> None:
    from django.core.management import call_command

    call_command("set_up_roles", verbosity=0)
    as_role("redactie", email="redactie-1@example.org")
    import_file(xlsx_of([case_row(f"Praktijk {number}") for number in range(3)]))
    assert mailoutbox == []
    mail = MailMessage.objects.get(to="redactie-1@example.org")
    assert mail.subject == "3 ingelezen praktijken wachten op beoordeling"
    assert "Bos en Hei" in mail.body


def test_row_that_a_page_does_not_accept_after_all_leaves_nothing(
    import_file: ImportFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.exceptions import ValidationError

    from knowledge.importing import services

    def refuse(page: Any, actor: Any) -> None:
        if page.title == "Tegendraads":
            raise ValidationError({"goal": "Zo niet."})

    monkeypatch.setattr(services, "_submit", refuse)
    told = import_file(xlsx_of([case_row("Tegendraads"), case_row("Meegaand")]))
    assert told["errors"] == [{"row": 2, "column": "doel", "message": "Zo niet."}]
    assert [page.title for page in CasePage.objects.all()] == ["Meegaand"]
    assert not AuditEvent.objects.filter(action="import.case_created", data__row=2).exists()
