"""Control characters go out when a text is saved, whoever saves it."""

from typing import Any

import pytest
from wagtail.documents.models import Document

from knowledge.models import Attachment, CaseIndexPage, PracticePage
from krachtwijken.core.models import Gemeente
from krachtwijken.core.tidying import tidy_texts
from tests.factories.documents import attach, make_document, pdf
from tests.factories.pages import make_case

BLOCK = {"type": "section", "value": {"heading": "Een\x0bkop", "text": "<p>Een\x02 zin\x0bhier.</p>"}}


def test_title_and_introduction_of_a_page_are_tidy_in_page_revision_and_draft(site_tree: Any) -> None:
    case = make_case(title="Een\x0btitel", summary="Kort\x02 gezegd.\x0bNieuw.").specific
    assert (case.title, case.summary) == ("Een titel", "Kort gezegd.\nNieuw.")
    case.title = "Andere\x0btitel"
    case.save_revision()
    assert case.latest_revision.content["title"] == "Andere titel"
    assert PracticePage.objects.get(pk=case.pk).draft_title == "Andere titel"


def test_blocks_of_a_page_are_tidy(site_tree: Any) -> None:
    case = make_case().specific
    case.approach = [(BLOCK["type"], BLOCK["value"])]
    case.save_revision().publish()
    (kept,) = PracticePage.objects.get(pk=case.pk).approach.get_prep_value()
    assert kept["value"] == {"heading": "Een\nkop", "text": "<p>Een zin\nhier.</p>"}


def test_rows_beside_pages_are_tidy_too(site_tree: Any) -> None:
    document = make_document(pdf("tekst"), title="Een\x0bverslag")
    assert Document.objects.get(pk=document.pk).title == "Een verslag"
    attach(make_case(), document, description="Wat\x1f erin staat")
    assert Attachment.objects.get().description == "Wat erin staat"
    assert Gemeente.objects.create(name="Een\x85dorp", slug="een-dorp").name == "Eendorp"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["Twee\r\nregels\ten een tab", "  spaties  blijven ", "👩‍👩‍👧", "woon\u00adwijk", ""]
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    case = PracticePage(title="Aanpak", summary=text)
    tidy_texts(case)
    assert case.summary == text


def test_deferred_field_is_not_read_for_it(site_tree: Any, django_assert_num_queries: Any) -> None:
    make_case()
    case = PracticePage.objects.only("title").get()
    with django_assert_num_queries(0):
        tidy_texts(case)
    assert CaseIndexPage.objects.exists()
