"""What an editor sees before publishing: a page of which the relations, or the page itself, are not in the database."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from knowledge.editorial.examples import load_examples
from knowledge.models import CaseIndexPage, PracticePage, WijkIndexPage, WijkPage
from krachtwijken.core.models import ProblemLabel, Wijk
from tests.factories.pages import make_case


def unsaved(page: Page, parent: Page, **relations: Any) -> Page:
    """As Wagtail makes it for the preview of a page that is being added."""
    page.depth = parent.depth + 1
    page.path = type(page)._get_children_path_interval(parent.path)[1]
    page.set_url_path(parent)
    for name, values in relations.items():
        setattr(page, name, list(values))
    return page


def test_draft_of_every_type_of_page_can_be_previewed(site_tree: Any) -> None:
    load_examples()
    by_type = {page.content_type_id: page.specific for page in Page.objects.filter(depth__gt=1)}
    assert len(by_type) > 9
    for page in by_type.values():
        page.save_revision()
        assert page.get_latest_revision_as_object().make_preview_request().status_code == 200, page


def test_preview_shows_what_is_not_published_yet(site_tree: Any) -> None:
    page = make_case(themes=("wonen",), problems=("WO01",)).specific
    other = make_case(title="Aanpak van huur", problems=("WO02",))
    page.title = "Nieuwe titel"
    page.problems = [*other.specific.problems.all()]
    page.save_revision()
    text = page.get_latest_revision_as_object().make_preview_request().content.decode()
    assert "Nieuwe titel" in text
    assert "Aanpak van huur" in text


@pytest.mark.parametrize("title", ["Nieuwe aanpak", ""])
def test_case_that_was_never_saved_can_be_previewed(site_tree: Any, title: str) -> None:
    make_case(title="Aanpak van huur", problems=("WO02",))
    page = PracticePage(title=title, slug="nieuw", period_from=2020)
    draft = unsaved(page, CaseIndexPage.objects.get(), problems=ProblemLabel.objects.filter(code="WO02"))
    response = draft.make_preview_request()
    assert response.status_code == 200
    assert title in response.content.decode()


def test_wijk_that_was_never_saved_can_be_previewed(site_tree: Any) -> None:
    wijk = Wijk.objects.get(slug="arnhem-klarendal")
    draft = unsaved(
        WijkPage(title="Nieuwe wijk", slug="nieuw", wijk=wijk),
        WijkIndexPage.objects.get(),
        problems=ProblemLabel.objects.all()[:2],
    )
    assert draft.make_preview_request().status_code == 200


def test_preview_may_stand_in_a_frame_of_the_admin_and_the_page_itself_may_not(
    site_tree: Any, client: Client
) -> None:
    page = make_case().specific
    preview = page.make_preview_request()
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    strict = client.get(page.url)
    assert strict["X-Frame-Options"] == "DENY"
    policy = strict["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert sorted(preview["Content-Security-Policy"].split("; ")) == sorted(
        policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'").split("; ")
    )
