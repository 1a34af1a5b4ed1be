"""A text to begin with, what is left of it, and documents that go with it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as WordDocument
from wagtail.documents.models import Document

from knowledge.contributions.models import Contribution, ContributionFile
from knowledge.models import Attachment
from tests.factories.contributions import make_contribution, person_of
from tests.factories.documents import docx, pdf

TEXT = "/kennis/delen/bestand/tekst/?concept=een"
REST = "/kennis/delen/rest/?concept=een"
FILES = "/kennis/delen/bestand/bijlagen/?concept=een"
PASTED = """Portiekportiers

Aanleiding
De voordeur stond altijd open.

Doel: een veilige flat
Periode: 2016 tot en met 2019
Status: afgerond

Juridisch kader
De huurwet gaf ruimte.

Contact
Karin, wijkmanager, 06-12345678
"""


def word_file() -> bytes:
    file = WordDocument()
    file.add_heading("Portiekportiers", level=1)
    file.add_heading("Aanleiding", level=2)
    file.add_paragraph("De voordeur stond altijd open.")
    file.add_paragraph("Er werd geslapen in de kelder.")
    bold = file.add_paragraph()
    bold.add_run("Aanpak").bold = True
    file.add_paragraph("Portiers in de hal.", style="List Bullet")
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "verslag.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_pasted_text_is_divided_and_shown_for_checking(arnhem: Client) -> None:
    response = arnhem.post(TEXT, {"text": PASTED})
    page = arnhem.get(response.headers["Location"]).content.decode()
    answers = Contribution.objects.get().answers
    assert answers == {
        "title": "Portiekportiers", "problem_text": "De voordeur stond altijd open.", "goal": "een veilige flat",
        "period_from": 2016, "period_to": 2019, "status": "afgerond",
    }  # fmt: skip
    for shown in (
        "Portiekportiers",
        "De voordeur stond altijd open.",
        "een veilige flat",
        "2016",
        "Afgerond",
    ):
        assert shown in page
    assert "Nog niet geplaatst: 2 stukken tekst" in page


def test_answer_of_one_line_is_not_glued_together(arnhem: Client) -> None:
    arnhem.post(TEXT, {"text": "Doel: rust\n\nKosten (per jaar)\n- 900 euro huur\n- 300 euro koffie"})
    assert (
        Contribution.objects.get().answers["costs_text"]
        == "Kosten (per jaar); 900 euro huur; 300 euro koffie"
    )


def test_second_text_replaces_nothing_and_loses_nothing(arnhem: Client) -> None:
    arnhem.post(TEXT, {"text": "Doel\nRust op straat.\n\nAanpak\nPraten."})
    arnhem.post(TEXT, {"text": "Doel\nEen heel ander doel.\n\nResultaten\nMinder ruzie."})
    row = Contribution.objects.get()
    assert row.answers == {"goal": "Rust op straat.", "approach": "Praten.", "results": "Minder ruzie."}
    assert row.rest == [{"heading": "", "text": "Een heel ander doel."}]


def test_words_that_are_understood_by_half_stay_in_the_rest(arnhem: Client) -> None:
    arnhem.post(TEXT, {"text": "Looptijd\n2016, daarna betaalde de corporatie\n\nDoel\nRust."})
    row = Contribution.objects.get()
    assert row.answers["period_from"] == 2016
    assert row.rest == [{"heading": "Periode", "text": "2016, daarna betaalde de corporatie"}]


def test_period_that_runs_on_has_no_last_year_and_says_how_it_stands(arnhem: Client) -> None:
    arnhem.post(TEXT, {"text": "Doel\nRust.\n\nPeriode\n2022, uitgebreid in 2024. Het loopt nog."})
    row = Contribution.objects.get()
    assert row.answers == {"goal": "Rust.", "period_from": 2022, "status": "loopt"}
    assert [piece["heading"] for piece in row.rest] == ["Periode"]


@pytest.mark.parametrize("text", ["{0}\n\n{1}", "{1}\n\n{0}"])
def test_state_below_its_own_heading_goes_before_what_a_period_says(arnhem: Client, text: str) -> None:
    arnhem.post(TEXT, {"text": text.format("Periode\n2022, loopt nog", "Status\nGestopt")})
    assert Contribution.objects.get().answers == {"period_from": 2022, "status": "gestopt"}


@pytest.mark.parametrize(("length", "is_name"), [(120, True), (121, False)])
def test_owner_that_is_too_long_to_be_a_name_stays_in_the_rest(
    arnhem: Client, length: int, is_name: bool
) -> None:
    named = "a" * length
    arnhem.post(TEXT, {"text": f"Doel\nRust.\n\nOrganisatie\n{named}"})
    row = Contribution.objects.get()
    assert row.answers == {"goal": "Rust.", **({"owner": named} if is_name else {})}
    assert row.rest == ([] if is_name else [{"heading": "Organisatie", "text": named}])


def test_text_without_headings_says_so_and_what_to_do(arnhem: Client) -> None:
    text = (
        "wij liepen elke week een rondje door de wijk en spraken met iedereen die buiten was, en dat hielp."
    )
    page = arnhem.post(TEXT, {"text": text}, follow=True).content.decode()
    assert "Wij herkenden geen kopjes in uw tekst." in page
    assert "Wij hebben uw tekst verdeeld" not in page
    assert "Nog niet geplaatst: 1 stuk tekst" in page
    divided = arnhem.post(TEXT, {"text": "Doel\nRust."}, follow=True).content.decode()
    assert "Wij hebben uw tekst verdeeld" in divided
    again = arnhem.post(TEXT, {"text": "Doel\nEen ander doel."}, follow=True).content.decode()
    assert "Wij zetten niets van deze tekst op een plek." in again


@pytest.mark.parametrize("words", ["Mevrouw De Vries heeft schulden.", "Haar BSN is 111222333."])
def test_residents_are_refused_and_the_text_stays(arnhem: Client, words: str) -> None:
    response = arnhem.post(TEXT, {"text": f"Aanleiding\n{words}"})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Contribution.objects.exists()


def test_word_file_is_read_with_its_headings(arnhem: Client) -> None:
    arnhem.post(TEXT, {"file": upload(word_file())})
    assert Contribution.objects.get().answers == {
        "title": "Portiekportiers",
        "problem_text": "De voordeur stond altijd open.\n\nEr werd geslapen in de kelder.",
        "approach": "- Portiers in de hal.",
    }
    assert not ContributionFile.objects.exists(), "the file itself is not kept"


def test_pdf_is_read(arnhem: Client) -> None:
    arnhem.post(
        TEXT,
        {"file": upload(pdf("Aanleiding\nDe voordeur stond altijd open.\n\nDoel\nRust."), "verslag.pdf")},
    )
    assert Contribution.objects.get().answers["problem_text"] == "De voordeur stond altijd open."


def test_file_with_a_resident_comes_back_as_text_to_mend(arnhem: Client) -> None:
    response = arnhem.post(TEXT, {"file": upload(docx("Mevrouw De Vries heeft schulden."))})
    page = response.content.decode()
    assert response.status_code == 422
    assert "naam van een bewoner" in page
    assert "Mevrouw De Vries heeft schulden." in page
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("verslag.doc", b"abc", "eindigt op .docx of .pdf"),
        ("verslag.docx", b"abc", "geen DOCX"),
        ("verslag.pdf", b"", "leeg"),
        ("verslag.pdf", b"%PDF-1.4 stuk", "beschadigd"),
    ],
)
def test_file_that_cannot_be_read(arnhem: Client, name: str, content: bytes, message: str) -> None:
    response = arnhem.post(TEXT, {"text": "Wat ik al typte.", "file": upload(content, name)})
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "Wat ik al typte." in page


def test_nothing_pasted(arnhem: Client) -> None:
    assert "Plak een tekst of kies een bestand" in arnhem.post(TEXT, {}).content.decode()


def test_what_waits_is_divided_first(arnhem: Client) -> None:
    make_contribution(person_of(arnhem), rest=[{"heading": "", "text": "a" * 60_001}])
    response = arnhem.post(TEXT, {"text": "Doel\nRust."})
    assert "Verdeel die eerst" in response.content.decode()
    assert "Doel\nRust." in response.content.decode()


def test_reading_has_a_limit(arnhem: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.contributions.views.texts.READINGS", 1)
    assert [arnhem.post(TEXT, {"text": ""}).status_code for _ in range(2)] == [422, 429]


def test_what_is_left_is_divided_piece_by_piece(arnhem: Client) -> None:
    rest = [
        {"heading": "Kader", "text": "De huurwet."},
        {"heading": "", "text": "Groet, Karin"},
        {"heading": "", "text": "Later."},
    ]
    make_contribution(person_of(arnhem), answers={"problem_text": "De deur stond open."}, rest=rest)
    page = arnhem.get(REST).content.decode()
    assert "De huurwet." in page
    arnhem.post(REST, {"aantal": "3", "place_0": "problem_text", "place_1": "weg"})
    row = Contribution.objects.get()
    assert row.answers["problem_text"] == "De deur stond open.\n\nKader\nDe huurwet."
    assert row.rest == [{"heading": "", "text": "Later."}]


@pytest.mark.parametrize("seen", ["2", "", "x"])
def test_pieces_of_another_tab_are_not_divided_unseen(arnhem: Client, seen: str) -> None:
    make_contribution(person_of(arnhem), rest=[{"heading": "", "text": "Later."}])
    arnhem.post(REST, {"aantal": seen, "place_0": "weg"})
    assert Contribution.objects.get().rest == [{"heading": "", "text": "Later."}]


def test_place_that_does_not_exist(arnhem: Client) -> None:
    make_contribution(person_of(arnhem), rest=[{"heading": "", "text": "Later."}])
    assert arnhem.post(REST, {"aantal": "1", "place_0": "token"}).status_code == 422


def test_document_is_added_and_taken_away_with_its_file(
    arnhem: Client, django_capture_on_commit_callbacks: object
) -> None:
    arnhem.post(FILES, {"file": upload(docx("Plan"), "plan van Karin.docx")})
    row = ContributionFile.objects.get()
    assert "plan van Karin.docx" in arnhem.get(FILES).content.decode()
    assert "Karin" not in row.file.name, "no name of a person on the disk"
    storage, name = row.file.storage, row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        arnhem.post(FILES, {"weg": str(row.pk)})
    assert not ContributionFile.objects.exists()
    assert not storage.exists(name)


@pytest.mark.parametrize(("name", "message"), [("a.exe", "eindigt op .pdf"), ("a.pdf", "geen PDF")])
def test_document_that_is_not_what_it_says(arnhem: Client, name: str, message: str) -> None:
    response = arnhem.post(FILES, {"file": upload(b"MZ niets", name)})
    assert response.status_code == 422
    assert message in response.content.decode()


def test_no_more_documents_than_five(arnhem: Client) -> None:
    for _ in range(5):
        arnhem.post(FILES, {"file": upload(docx("Plan"))})
    assert arnhem.post(FILES, {"file": upload(docx("Plan"))}).status_code == 422
    assert ContributionFile.objects.count() == 5


def test_documents_go_with_the_page_and_open_when_it_is_published(arnhem: Client, client: Client) -> None:
    make_contribution(person_of(arnhem))
    arnhem.post(FILES, {"file": upload(docx("Plan"), "plan.docx")})
    arnhem.post("/kennis/delen/controle/?concept=een")
    document = Document.objects.get()
    assert document.collection.name == "Bijdragen"
    assert not ContributionFile.objects.exists()
    for somebody in (client, arnhem):
        assert somebody.get(document.url).status_code == 404
    page = Contribution.objects.get().page
    assert page is not None
    page.get_latest_revision().publish()
    assert Attachment.objects.get().document == document
    assert client.get(document.url).status_code == 200
