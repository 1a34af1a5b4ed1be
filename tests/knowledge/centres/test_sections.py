"""A centre has its own section from the moment it is made: its editors work there and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from knowledge.centres import services
from knowledge.centres.services import set_up_every_section
from knowledge.models import CentreIndexPage, CentrePage, PracticePage
from krachtwijken.accounts.services import centres as sections
from krachtwijken.accounts.services.centres import name_centre_group
from krachtwijken.accounts.services.memberships import join_organisation
from krachtwijken.core.enums import OrganisationKind
from krachtwijken.core.models import Organisation
from krachtwijken.core.trail.models import AuditEvent
from tests.factories.documents import pdf
from tests.factories.pages import make_centre
from tests.knowledge.conftest import EditorOf

pytestmark = pytest.mark.django_db
OFFERED = ("offers", "problem_offers", "attachments", "comments")


def group_at(centre: CentrePage) -> Group:
    return Group.objects.get(name=name_centre_group(centre.organisation))


def own_collection(centre: CentrePage) -> Collection:
    return Collection.objects.filter(group_permissions__group=group_at(centre)).distinct().get()


def everything() -> tuple[Any, ...]:
    return (
        list(Group.objects.order_by("pk").values_list("name", "user__pk")),
        list(Collection.objects.order_by("pk").values_list("path", "name")),
        list(GroupPagePermission.objects.order_by("pk").values_list("pk", "group", "page", "permission")),
        list(GroupCollectionPermission.objects.order_by("pk").values_list("pk", "group", "collection")),
        AuditEvent.objects.count(),
    )


def practice_form(title: str) -> dict[str, Any]:
    relations = (
        "partners",
        "conditions",
        "outcomes",
        "researches",
        "replications",
        "attachments",
        "comments",
    )
    form = nested_form_data(
        {
            "title": title, "slug": "huiskamer", "summary": "Kort.", "problem_text": "Iets.", "target_group": "Bewoners",
            "goal": "Beter", "results": "Goed", "what_did_not_work": "Niets", "period_from": "2015",
            "approach": streamfield([]), "status": "loopt", "resident_role": "geen",
            "costs_class": "nvt", "evidence_level": "onbekend", "evidence_source": "zelfverklaard", "scale": "wijk",
            **{name: inline_formset([]) for name in relations},
        }
    )  # fmt: skip
    return form | {"themes": ["wonen"]}


def add_practice(client: Client, parent: Page) -> bool:
    """Whether it came to be. Wagtail refuses with a 403, or sends back to its front page."""
    before = PracticePage.objects.count()
    answer = client.post(
        f"/admin/pages/add/knowledge/practicepage/{parent.pk}/", practice_form("Huiskamer in de flat")
    )
    assert answer.status_code in {302, 403}, answer.context["form"].errors
    return PracticePage.objects.count() > before


# --- made with the centre ---


def test_centre_that_is_made_has_its_section(centre: CentrePage) -> None:
    rights = GroupPagePermission.objects.filter(group=group_at(centre))
    assert {(row.page_id, row.permission.codename) for row in rights} == {
        (centre.pk, "add_page"),
        (centre.pk, "change_page"),
    }
    assert own_collection(centre).name == "Bos en Hei"
    told = AuditEvent.objects.get(action="centre.section_set_up")
    assert (told.target_id, told.data["organisation"]) == (str(centre.pk), centre.organisation.pk)


def test_redactie_makes_a_centre_as_a_draft_and_its_editors_can_begin(
    centre: CentrePage, as_role: Callable[..., Client]
) -> None:
    organisation = Organisation.objects.create(
        name="Nieuw", slug="nieuw", kind=OrganisationKind.KENNISCENTRUM
    )
    editor = as_role("kenniscentrum")
    join_organisation(user=editor.user, organisation=organisation, actor=None)
    form = nested_form_data(
        {
            "title": "Nieuw", "slug": "nieuw", "summary": "Kort.", "organisation": organisation.pk, "about": "",
            "website": "", **{name: inline_formset([]) for name in OFFERED},
        }
    )  # fmt: skip
    redactie = as_role("redactie")
    sent = redactie.post(f"/admin/pages/add/knowledge/centrepage/{CentreIndexPage.objects.get().pk}/", form)
    assert sent.status_code == 302
    page = CentrePage.objects.get(slug="nieuw")
    assert not page.live
    assert list(group_at(page).user_set.all()) == [editor.user]
    made_by = AuditEvent.objects.filter(action="centre.section_set_up").latest("pk").actor_id
    assert made_by == redactie.user.pk


def test_page_and_section_are_one_transaction(site_tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(sections, "grant_files", broken)
    before = everything()
    with pytest.raises(RuntimeError):
        make_centre("Bos en Hei")
    assert not CentrePage.objects.exists()
    assert everything() == before


def test_again_changes_nothing(centre: CentrePage, other: CentrePage) -> None:
    before = everything()
    assert set_up_every_section() == 2
    call_command("set_up_site", verbosity=0)
    centre.save()
    assert everything() == before


def test_centre_of_before_gets_its_section_when_the_site_is_set_up(
    centre: CentrePage, editor_of: EditorOf
) -> None:
    own_collection(centre).delete()
    group_at(centre).delete()
    editor = editor_of(centre)
    assert not add_practice(editor, centre)
    call_command("set_up_site", verbosity=0)
    assert add_practice(editor, centre)
    assert own_collection(centre).name == "Bos en Hei"


def test_collection_of_others_with_this_name_stays_closed(site_tree: Any) -> None:
    theirs = Collection.get_first_root_node().add_child(name="Bos en Hei")
    assert own_collection(make_centre("Bos en Hei")).pk != theirs.pk


def test_page_that_goes_to_another_organisation_closes_for_the_first(
    centre: CentrePage, editor_of: EditorOf
) -> None:
    first, editor = group_at(centre), editor_of(centre)
    centre.organisation = Organisation.objects.create(
        name="Nieuw", slug="nieuw", kind=OrganisationKind.KENNISCENTRUM
    )
    centre.save()
    assert not GroupPagePermission.objects.filter(group=first).exists()
    assert not add_practice(editor, centre)


def test_centre_that_gets_another_page_leaves_the_first(centre: CentrePage) -> None:
    organisation = centre.organisation
    centre.organisation = Organisation.objects.create(
        name="Nieuw", slug="nieuw", kind=OrganisationKind.KENNISCENTRUM
    )
    centre.save()
    page = CentrePage(title="Tweede", slug="tweede", summary="Kort.", organisation=organisation)
    CentreIndexPage.objects.get().add_child(instance=page)
    held = GroupPagePermission.objects.filter(group__name=name_centre_group(organisation))
    assert set(held.values_list("page", flat=True)) == {page.pk}


def test_count_of_questions_grows_only_by_centres(
    centre: CentrePage, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        services.set_up_every_section()


# --- who may do what, by section ---


def test_editor_adds_a_practice_below_the_own_centre(centre: CentrePage, editor_of: EditorOf) -> None:
    editor = editor_of(centre)
    home = editor.get("/admin/").content.decode()
    assert "Pagina" in home
    assert "/admin/praktijken-importeren/" in home
    assert editor.get(f"/admin/pages/{centre.pk}/").status_code == 200
    assert editor.get(f"/admin/pages/add/knowledge/experimentpage/{centre.pk}/").status_code == 200
    assert add_practice(editor, centre)
    page = PracticePage.objects.child_of(centre).get()
    assert (page.live, page.owner) == (False, editor.user)


def test_editor_cannot_publish_in_the_own_section(centre: CentrePage, editor_of: EditorOf) -> None:
    editor = editor_of(centre)
    form = practice_form("Huiskamer") | {"action-publish": "action-publish"}
    editor.post(f"/admin/pages/add/knowledge/practicepage/{centre.pk}/", form)
    assert not PracticePage.objects.live().exists()


def test_editor_touches_nothing_of_another_centre(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    stranger = editor_of(other)
    assert add_practice(editor_of(centre), centre)
    page = PracticePage.objects.get()
    for address in (
        f"/admin/pages/{centre.pk}/edit/", f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.pk}/delete/",
        f"/admin/pages/{page.pk}/history/", f"/admin/pages/{page.pk}/view_draft/",
        f"/admin/pages/add/knowledge/practicepage/{centre.pk}/",
    ):  # fmt: skip
        for answer in (stranger.get(address), stranger.post(address, practice_form("Overgenomen"))):
            assert (answer.status_code, answer.get("Location")) in {(403, None), (302, "/admin/")}, address
    assert PracticePage.objects.get().title == "Huiskamer in de flat"


def upload(client: Client, collection: Collection) -> Any:
    file = SimpleUploadedFile("verslag.pdf", pdf("tekst"), content_type="application/pdf")
    return client.post(
        "/admin/documents/add/", {"title": "Verslag", "file": file, "collection": collection.pk}
    )


def test_editor_uploads_to_the_own_collection_only(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    editor = editor_of(centre)
    assert editor.get("/admin/images/add/").status_code == 200
    # With one collection there is nothing to choose: what is sent along does not count.
    for wanted in (own_collection(centre), own_collection(other), Collection.get_first_root_node()):
        upload(editor, wanted)
    assert Document.objects.exists()
    assert set(Document.objects.values_list("collection", flat=True)) == {own_collection(centre).pk}
    assert not Image.objects.exists()
    document = Document.objects.first()
    assert editor_of(other).get(f"/admin/documents/edit/{document.pk}/").status_code in {302, 403}


@pytest.mark.parametrize("role", ["gemeente", "expert", "loket", "accountmanager"])
def test_member_without_the_role_stays_outside(
    centre: CentrePage, as_role: Callable[..., Client], role: str
) -> None:
    client = as_role(role)
    join_organisation(user=client.user, organisation=centre.organisation, actor=None)
    assert client.get(f"/admin/pages/{centre.pk}/edit/").status_code == 403
    assert not add_practice(client, centre)
    assert not PracticePage.objects.exists()


def test_editor_without_a_centre_finds_no_section(centre: CentrePage, as_role: Callable[..., Client]) -> None:
    client = as_role("kenniscentrum")
    assert not add_practice(client, centre)
    assert "/admin/praktijken-importeren/" not in client.get("/admin/").content.decode()
