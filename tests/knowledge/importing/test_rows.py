"""What a row says: every column, forgiving in writing and strict in meaning."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.enums import CostsClass, EvidenceLevel
from knowledge.importing.columns import COLUMNS, find_column
from knowledge.models import CasePage, CentrePage, SchemeIndexPage, SchemePage
from krachtwijken.core.sheets.table import plain_words
from tests.factories.sheets import case_row, csv_of, saved, workbook_of, xlsx_of
from tests.knowledge.importing.test_reading import pitfalls

pytestmark = pytest.mark.django_db
ImportFile = Callable[..., dict[str, Any]]


def only_case() -> Any:
    return CasePage.objects.get().specific.get_latest_revision_as_object()


def test_no_heading_means_two_columns() -> None:
    names: dict[str, str] = {}
    for column in COLUMNS:
        for name in column.names:
            assert names.setdefault(plain_words(name), column.field) == column.field
    assert find_column(" THEMA’S\u00a0") is find_column("thema's") is not None


def test_every_column_lands_in_its_field(import_file: ImportFile, centre: CentrePage) -> None:
    scheme = SchemePage(
        title="Wijkenfonds",
        slug="wijkenfonds",
        summary="Geld.",
        kind="fonds",
        provider="Rijk",
        for_whom="x",
        what_it_offers="y",
    )
    SchemeIndexPage.objects.get().add_child(instance=scheme)
    row = case_row(
        "Alles", **{
            "bron-id": 12.0, "soort": "praktijk", "rol van bewoners": "MAKEN  MEE", "waarom gestopt": "Geld op.",
            "werkzame elementen": "Een vaste gastheer\nEen sleutel", "voorwaarden": "! Een plek; Koffie",
            "partners": "Corporatie: gaf de woning; Welzijn", "bezoek mogelijk": True, "kostenklasse": 2,
            "kosten": 1234.5, "inzet van mensen": "0,3 fte", "doorlooptijd in maanden": "12,00",
            "thema's": "Wonen; leren en opgroeien", "dwarsverbanden": "gezondheid, bureaucratie",
            "problemen": "wo12; Voortijdig schoolverlaten", "gemeente": "'s-Gravenhage",
            "wijken": "schilderswijk; Transvaal", "schaal": "buurt", "begonnen in": 45750, "tot en met": "31-12-2026",
            "status": "Vast onderdeel geworden", "bewijs": "3a", "wie beoordeelde het bewijs": "Volgens de makers",
            "eigenaar": centre.organisation.name, "bron": "https://example.org/x", "geldig tot": "1-2-2030",
            "regelingen": "wijkenfonds",
        },
    )  # fmt: skip
    assert import_file(xlsx_of([row]))["errors"] == []
    page = only_case()
    assert page.imported.source_id == "12"
    assert (page.resident_role, page.status, page.scale) == ("coproduceren", "geborgd", "buurt")
    assert (page.costs_class, page.costs_text, page.duration_months) == (CostsClass.TWEE, "1234,5", 12)
    assert (page.evidence_level, page.evidence_source) == (EvidenceLevel.EERSTE, "zelfverklaard")
    assert (page.period_from, page.period_to, str(page.valid_until)) == (2025, 2026, "2030-02-01")
    assert page.cross_cutting == ["gezondheid", "bureaucratie"]
    assert [theme.code for theme in page.themes.all()] == ["wonen", "leren_en_opgroeien"]
    assert {problem.code for problem in page.problems.all()} == {"WO12", "LE01"}
    assert {wijk.name for wijk in page.wijken.all()} == {"Schilderswijk", "Transvaal"}
    assert [scheme.title for scheme in page.schemes.all()] == ["Wijkenfonds"]
    assert [(c.text, c.hard) for c in page.conditions.all()] == [("Een plek", True), ("Koffie", False)]
    assert [(p.organisation, p.role) for p in page.partners.all()] == [
        ("Corporatie", "gaf de woning"),
        ("Welzijn", ""),
    ]
    assert page.excursion_possible
    assert page.active_element_list == ["Een vaste gastheer", "Een sleutel"]


def test_experiment_has_its_own_columns(import_file: ImportFile) -> None:
    cells = {"soort": "Experiment", "hypothese": "Als wij koffie zetten, komen buren.", "meetplan": "Tellen."}
    assert import_file(xlsx_of([case_row("Proef", **cells, lessen="Zet koffie.")]))["created"] == 1
    assert (only_case().kind, only_case().lessons) == ("experiment", "Zet koffie.")
    told = import_file(xlsx_of([case_row("Half", soort="Experiment"), case_row("Aanpak", hypothese="Als…")]))
    assert [(error["row"], error["column"]) for error in told["errors"]] == [
        (2, "hypothese"),
        (2, "meetplan"),
        (3, "hypothese"),
    ]


def test_approach_becomes_sections_with_joined_lines(import_file: ImportFile) -> None:
    text = "# Eerst\nWij gingen langs de\ndeuren.\n\nDaarna <b>niet</b>.\n# Toen\n- koffie\n- thee"
    import_file(xlsx_of([case_row(aanpak=text)]))
    parts = [(block.value["heading"], block.value["text"].source) for block in only_case().approach]
    assert parts[0] == ("Eerst", "<p>Wij gingen langs de deuren.</p><p>Daarna &lt;b&gt;niet&lt;/b&gt;.</p>")
    assert parts[1] == ("Toen", "<ul><li>koffie</li><li>thee</li></ul>")


@pytest.mark.parametrize(
    ("heading", "value", "told"),
    [
        ("status", "afgerondd", "Kies uit: Afgerond"),
        ("thema's", "wooonen", "Kies uit: Wonen"),
        ("problemen", "Voortijdig scholverlaten", "Voortijdig schoolverlaten"),
        ("wijken", "Klarendaal", "Klarendal (Arnhem)"),
        ("gemeente", "Arnem", "Arnhem"),
        ("eigenaar", "Bosch en Hei", "Bos en Hei"),
        ("begonnen in", "lang geleden", "geen jaar"),
        ("begonnen in", "1900", "geen jaar"),
        ("begonnen in", "2095", "moet nog komen"),
        ("tot en met", "2020", "voor het jaar"),
        ("doorlooptijd in maanden", "1,5", "heel getal"),
        ("bezoek mogelijk", "misschien", "ja of nee"),
        ("bron", "javascript:alert(1)", "geen internetadres"),
        ("geldig tot", "31-2-2030", "geen datum"),
        ("samenvatting", "x" * 601, "te lang"),
        ("titel", "   ", "Vul dit in."),
        ("wat kwam eruit", "Mw. De Vries heeft schulden.", "De Vries"),
        ("partners", "Gezin Jansen is ontruimd.: bewoners", "Het gaat om"),
        ("aanpak", "Bel 06-12345678 voor meer.", "telefoonnummer"),
    ],
)  # fmt: skip
def test_one_wrong_cell_is_told_by_row_column_and_message(
    import_file: ImportFile, heading: str, value: str, told: str
) -> None:
    answer = import_file(xlsx_of([case_row("Goed"), {**case_row("Fout"), heading: value}]))
    assert answer["created"] == 1
    (error,) = answer["errors"]
    assert (error["row"], error["column"]) == (3, heading)
    assert told in error["message"]


def test_gemeente_without_a_wijk_is_an_error(import_file: ImportFile) -> None:
    told = import_file(xlsx_of([case_row(gemeente="Arnhem")]))
    assert told["errors"][0]["message"] == "Vul bij een gemeente ook een wijk in."


def test_wijk_of_another_gemeente_is_an_error(import_file: ImportFile) -> None:
    told = import_file(xlsx_of([case_row(gemeente="Arnhem", wijken="Schilderswijk")]))
    assert "Klarendal (Arnhem)" in told["errors"][0]["message"] or "Kies uit" in told["errors"][0]["message"]


def test_unknown_double_and_missing_headings_stop_the_file(import_file: ImportFile) -> None:
    row = {**case_row(), "kleur": "rood"}
    del row["doel"]
    told = import_file(xlsx_of([row, {**row, "Titel ": "nog een"}]))
    assert told["created"] == 0
    assert {(error["row"], error["column"]) for error in told["errors"]} == {
        (1, "kleur"),
        (1, "Titel"),
        (1, "doel"),
    }


def test_sheet_whose_headings_stand_lower_says_where_they_belong(import_file: ImportFile) -> None:
    book = workbook_of([case_row()])
    book.active.insert_rows(1)
    told = import_file(saved(book))
    assert [error["message"] for error in told["errors"]] == [
        "In rij 1 staan geen koppen. Zet daar de koppen van het voorbeeldbestand."
    ]


def test_column_without_a_heading_is_no_silent_loss(import_file: ImportFile) -> None:
    told = import_file(csv_of([{**case_row(), "": "iets"}]), name="a.csv")
    assert told["errors"][0] == {
        "row": 1,
        "column": "kolom K",
        "message": "In deze kolom staan gegevens, maar er staat geen kop boven.",
    }


def test_pitfalls_of_f2_leave_nothing_behind_in_silence(import_file: ImportFile) -> None:
    told = import_file(saved(pitfalls()))
    assert (told["rows"], told["created"]) == (4, 0)
    assert {"gemeentecode", "postcode"} <= {error["column"] for error in told["errors"]}


def test_control_characters_and_loose_accents_are_tidied(import_file: ImportFile) -> None:
    import_file(csv_of([case_row("Coo\u0308rdinatie\u200b in de\u000bwijk")]), name="a.csv")
    assert only_case().title == "Coördinatie in de wijk"


def test_outcome_says_what_it_is_about(import_file: ImportFile) -> None:
    told = "Klachten | Veiligheid en overlast | beter | middel | 2 | Telling, 2022"
    assert import_file(xlsx_of([case_row("Een", uitkomsten=told)]))["errors"] == []
    (outcome,) = only_case().outcomes.all()
    assert (outcome.indicator, outcome.domain, outcome.certainty) == ("Klachten", "veiligheid", 2)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Klachten | beter | middel | 2 | Telling", "niet genoeg of te veel delen"),
        ("Klachten | geluk | beter | middel | 2 | Telling", "geluk"),
        ("Klachten |  | beter | middel | 2 | Telling", "waar de uitkomst over gaat"),
    ],
)
def test_outcome_without_a_known_domain_is_a_fault(import_file: ImportFile, told: str, wrong: str) -> None:
    (error,) = import_file(xlsx_of([case_row("Een", uitkomsten=told)]))["errors"]
    assert error["column"] == "uitkomsten"
    assert wrong in error["message"]
    assert not CasePage.objects.exists()
