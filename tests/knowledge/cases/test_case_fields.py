"""The fields of a case beyond its story: shown wherever a case is, checked together, and never half published."""

from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import docx
import pytest
import yaml
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from knowledge.editorial.example_details import DETAILS_FILE, classify_example_outcomes, details
from knowledge.models import CaseIndexPage, CaseOutcome, CasePage, CaseResearch, PracticePage
from knowledge.models.years import tell_late_start
from search.searchable.cases import build_case
from tests.factories.pages import make_case


@pytest.fixture
def case(site_tree: Any) -> CasePage:
    page = make_case(
        costs_min=12000, costs_max=18000, price_year=2023, fte=Decimal("0.50"), foundation="Buren die elkaar kennen.",
        skills="Een groep leiden", recognised_by="movisie", licence="cc_by", contact_function="Projectleider wonen",
        target_intermediary="Wijkteams", decision_power="meso", manual_url="https://example.org/handleiding",
    ).specific  # fmt: skip
    page.outcomes = [
        CaseOutcome(
            indicator="Klachten over geluid",
            domain="veiligheid",
            direction="beter",
            size="middel",
            certainty=3,
            source="Telling 2022",
        )
    ]
    page.researches = [CaseResearch(title="Terugblik", kind="voor_na", year=2022)]
    page.save_revision().publish()
    return CasePage.objects.get(pk=page.pk)


def test_page_shows_what_was_filled_in(case: CasePage, client: Client) -> None:
    shown = client.get(case.url).content.decode()
    for text in (
        "€ 12.000 tot € 18.000 per jaar, prijzen van 2023", "0,5 fte", "Klachten over geluid", "Veiligheid en overlast",
        "3: voor en na gemeten",
        "Telling 2022", "Terugblik", "Buren die elkaar kennen.", "Een groep leiden", "Movisie", "CC BY",
        "Projectleider wonen", "Wijkteams", "stadsmarinier", "https://example.org/handleiding",
    ):  # fmt: skip
        assert text in shown, text


def test_page_without_them_has_no_empty_headings(site_tree: Any, client: Client) -> None:
    shown = client.get(make_case().url).content.decode()
    for text in ("Uitkomsten op een rij", "Waarom zou het werken?", "Handleiding:", "Erkend door", "None"):
        assert text not in shown, text


def test_comparison_shows_them(case: CasePage, client: Client) -> None:
    shown = client.get(f"/vergelijken/?p={case.pk}&p={make_case().pk}").content.decode()
    assert "Klachten over geluid: het werd beter (zekerheid 3 van 5)" in shown
    assert "€ 12.000 tot € 18.000 per jaar" in shown


def test_index_knows_what_was_measured(case: CasePage) -> None:
    document = build_case(case)
    assert document is not None
    assert "Klachten over geluid" in document.facts
    assert ("Onderbouwing", "Buren die elkaar kennen.") in document.sections


def test_worksheet_has_the_chapters_of_a_recognition_in_their_order(case: CasePage, client: Client) -> None:
    answer = client.get(f"/kennis/werkblad/{case.pk}/")
    document = docx.Document(BytesIO(answer.content))
    chapters = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert [chapter.partition(". ")[2] for chapter in chapters] == [
        "Colofon", "Samenvatting", "Doelgroep", "Doel", "Aanpak", "Uitvoering", "Onderbouwing", "Onderzoek",
        "Werkzame elementen", "Overdracht",
    ]  # fmt: skip
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Klachten over geluid (veiligheid en overlast): het werd beter, verschil middelgroot." in words
    assert "Nog niet ingevuld." in words


def test_worksheet_of_a_closed_case_is_not_there(case: CasePage, client: Client) -> None:
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/kennis/werkblad/{case.pk}/").status_code == 404
    case.specific.unpublish()
    assert client.get(f"/kennis/werkblad/{case.pk}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, ""),
        ({"costs_min": 500, "price_year": 2020}, "vanaf € 500 per jaar, prijzen van 2020"),
        ({"costs_max": 1500}, "tot € 1.500 per jaar"),
        ({"costs_min": 9, "costs_max": 9}, "€ 9 per jaar"),
    ],
)
def test_costs_in_words(fields: dict[str, int], shown: str) -> None:
    assert PracticePage(**fields).costs_range == shown


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"costs_min": 9, "costs_max": 8, "price_year": 2020}, "costs_max"),
        ({"costs_min": 9}, "price_year"),
        ({"period_from": 2020, "period_to": 2019}, "period_to"),
        ({"period_from": 2095}, "period_from"),
        ({"period_from": 2095, "status": "idee"}, "period_from"),
    ],
)
def test_fields_that_contradict_each_other_are_refused(
    site_tree: Any, fields: dict[str, int], wrong: str
) -> None:
    page = make_case().specific
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert set(refused.value.message_dict) == {wrong}


def test_what_runs_has_begun_and_an_idea_begins_within_five_years() -> None:
    now = timezone.localdate().year
    assert (
        tell_late_start(now, "loopt") == tell_late_start(now + 5, "idee") == tell_late_start(None, "") == ""
    )
    assert f"tot en met {now}" in tell_late_start(now + 1, "loopt")
    assert f"tot en met {now + 5}" in tell_late_start(now + 6, "idee")


# --- the form ---


def form_of(**told: Any) -> dict[str, Any]:
    relations = (
        "partners",
        "conditions",
        "outcomes",
        "researches",
        "replications",
        "attachments",
        "comments",
    )
    fields = {
        "title": "Huiskamer", "slug": "huiskamer", "summary": "Kort.", "problem_text": "Iets.", "target_group": "Wij",
        "goal": "Beter", "results": "Goed", "what_did_not_work": "Niets", "period_from": "2015", "status": "loopt",
        "approach": streamfield([]), "resident_role": "geen", "costs_class": "nvt", "evidence_level": "onbekend",
        "evidence_source": "zelfverklaard", "scale": "wijk", **{name: inline_formset([]) for name in relations},
    }  # fmt: skip
    return nested_form_data({**fields, **told}) | {"themes": ["wonen"]}


ADDRESS = "/admin/pages/add/knowledge/practicepage/{}/"


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
@pytest.mark.parametrize("empty", ["approach", "what_did_not_work"])
def test_nothing_goes_out_without_approach_and_what_did_not_work(
    site_tree: Any, as_role: Callable[..., Client], action: str, empty: str
) -> None:
    told = {
        "approach": streamfield([("quote", {"text": "Zo deden wij het", "who": ""})]),
        "what_did_not_work": "Veel",
    }
    told[empty] = streamfield([]) if empty == "approach" else ""
    call_command("set_up_roles", verbosity=0)
    parent = CaseIndexPage.objects.get()
    answer = as_role("redactie").post(ADDRESS.format(parent.pk), {**form_of(**told), action: "x"})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [empty]
    assert not PracticePage.objects.exists()


def test_a_draft_may_still_miss_them(site_tree: Any, as_role: Callable[..., Client]) -> None:
    call_command("set_up_roles", verbosity=0)
    parent = CaseIndexPage.objects.get()
    answer = as_role("redactie").post(ADDRESS.format(parent.pk), form_of(what_did_not_work=""))
    assert answer.status_code == 302
    assert not PracticePage.objects.get().live


def test_every_field_of_the_form_says_what_is_asked(site_tree: Any) -> None:
    form = PracticePage.get_edit_handler().get_form_class()
    own = {
        field.name for field in PracticePage._meta.get_fields() if field.model._meta.app_label == "knowledge"
    }
    silent = [name for name, field in form.base_fields.items() if name in own and not field.help_text]
    assert silent == []


def test_every_example_case_has_the_full_core() -> None:
    folder = DETAILS_FILE.parent
    slugs = {
        row["slug"]
        for file in folder.glob("cases_*.yaml")
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))
    }
    assert slugs == set(details())
    for slug, told in details().items():
        assert {"outcomes", "costs", "why", "who"} <= set(told), slug
        assert all(len(line.split(" | ")) == 6 for line in told["outcomes"]), slug


def test_new_outcome_begins_without_a_domain_and_asks_for_one(site_tree: Any) -> None:
    formset = PracticePage.get_edit_handler().get_form_class().formsets["outcomes"]
    field = formset.form.base_fields["domain"]
    assert field.required
    assert next(iter(field.choices))[0] == ""
    assert not field.initial


def test_outcome_of_before_the_list_is_shown_as_not_sorted(case: CasePage, client: Client) -> None:
    case.outcomes.all().update(domain="")
    assert "Niet ingedeeld" in client.get(case.url).content.decode()


def test_examples_that_were_loaded_before_get_their_domains(site_tree: Any) -> None:
    slug, told = next(iter(details().items()))
    page = make_case(slug=slug, is_example=True).specific
    page.outcomes = [
        CaseOutcome(indicator=line.split(" | ")[0], source="Telling") for line in told["outcomes"]
    ]
    page.save_revision().publish()
    assert classify_example_outcomes() == 1
    kept = CaseOutcome.objects.filter(page=page).values_list("domain", flat=True)
    assert list(kept) == [line.split(" | ")[1] for line in told["outcomes"]]
    assert classify_example_outcomes() == 0


# --- what nobody chose ---


def test_new_page_begins_without_answers_that_nobody_gave(site_tree: Any) -> None:
    form = PracticePage.get_edit_handler().get_form_class()(instance=PracticePage(), for_user=None)
    for name in ("resident_role", "scale", "costs_class", "status"):
        assert not form[name].value(), name
        assert next(iter(form.fields[name].choices))[0] == "", name
    assert form.fields["status"].required
    assert not form.fields["scale"].required


def test_status_of_a_page_that_is_there_stands_chosen(site_tree: Any) -> None:
    page = make_case(status="gestopt").specific
    form = PracticePage.get_edit_handler().get_form_class()(instance=page, for_user=None)
    assert form["status"].value() == "gestopt"


def test_nothing_is_published_without_a_status(site_tree: Any, as_role: Callable[..., Client]) -> None:
    call_command("set_up_roles", verbosity=0)
    told = {"approach": streamfield([("quote", {"text": "Zo deden wij het", "who": ""})]), "status": ""}
    address = ADDRESS.format(CaseIndexPage.objects.get().pk)
    answer = as_role("redactie").post(address, {**form_of(**told), "action-publish": "x"})
    assert list(answer.context["form"].errors) == ["status"]


@pytest.mark.parametrize(("name", "value", "words"), [
    ("resident_role", "geen", "Geen rol"), ("scale", "wijk", "<dd>Wijk</dd>"),
])  # fmt: skip
def test_answer_that_was_chosen_is_shown_and_one_that_was_not_is_not(
    site_tree: Any, client: Client, name: str, value: str, words: str
) -> None:
    assert words not in client.get(make_case().url).content.decode()
    assert words in client.get(make_case(**{name: value}).url).content.decode()


def test_costs_are_shown_without_a_class(site_tree: Any, client: Client) -> None:
    text = client.get(make_case(costs_min=500, price_year=2020).url).content.decode()
    assert "vanaf € 500 per jaar" in text
    assert "Kies, of laat leeg" not in text


def test_what_nobody_chose_before_becomes_no_answer(site_tree: Any) -> None:
    migration = import_module("knowledge.migrations.0106_answers_not_given")
    begun = {"resident_role": "geen", "scale": "wijk", "costs_class": "nvt"}
    page, paid, other = (
        make_case(**begun),
        make_case(**begun, costs_text="Uit het wijkbudget"),
        make_case(resident_role="adviseren", scale="straat", costs_class="2"),
    )
    migration.empty_what_nobody_chose(apps, SimpleNamespace(connection=connection))
    for case, kept in ((page, ""), (paid, "nvt")):
        for row in (CasePage.objects.get(pk=case.pk), case.specific.get_latest_revision_as_object()):
            assert (row.resident_role, row.scale, row.costs_class) == ("", "", kept)
    same = CasePage.objects.get(pk=other.pk).specific.get_latest_revision_as_object()
    assert (same.resident_role, same.scale, same.costs_class) == ("adviseren", "straat", "2")
