"""Things in the content management that an editor of a knowledge centre has no business with, with a word to look for.

All have one number, so that any address of the content management leads to one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import Client
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupApprovalTask, Page, PageViewRestriction, Site, Workflow

from knowledge.models import CaseImport, CaseIndexPage, PracticePage
from krachtwijken.accounts.models import MailDomain, User
from krachtwijken.accounts.services.memberships import join_organisation
from krachtwijken.core.models import Gemeente, MailText
from search.models import AskedQuery, WordEntry
from tests.factories.documents import pdf
from tests.factories.pages import make_centre

# Found by the first word; the second must never be seen.
FOUND_BY, SECRET = "kanarie", "geheimzinnig"
DRAFT, FOR_SOME, CHANGED = 7001, 7002, 7003


@dataclass(frozen=True)
class Section:
    """A centre with an editor of its own, beside what is not theirs."""

    editor: Client
    page: Page
    parent: Page


def _case(number: int, title: str) -> Any:
    page = PracticePage(
        pk=number, title=title, slug=f"{FOUND_BY}-{number}", summary="Kort.", problem_text="Iets.", live=False,
        target_group="Bewoners", goal="Beter", results="Goed", what_did_not_work="Niets", period_from=2015,
    )  # fmt: skip
    CaseIndexPage.objects.get().add_child(instance=page)
    page.save_revision(log_action="wagtail.create")
    return PracticePage.objects.get(pk=number)


def _files(number: int, collection: Collection) -> None:
    title = f"{FOUND_BY.title()} {SECRET} {number}"
    document = Document(pk=number, title=title, collection=collection)
    document.file.save(f"{FOUND_BY}-{number}.pdf", ContentFile(pdf("tekst")), save=True)
    out = BytesIO()
    Picture.new("RGB", (4, 4)).save(out, "PNG")
    file = ImageFile(BytesIO(out.getvalue()), name=f"{FOUND_BY}-{number}.png")
    Image(pk=number, title=title, collection=collection, file=file).save()


def make_section(as_role: Callable[..., Client]) -> Section:
    call_command("set_up_roles", verbosity=0)
    centre = make_centre("Bos en Hei")
    editor = as_role("kenniscentrum")
    join_organisation(user=editor.user, organisation=centre.organisation, actor=None)
    make_secrets()
    return Section(editor, centre, CaseIndexPage.objects.get())


def make_secrets() -> None:
    secret = f"{FOUND_BY.title()} {SECRET}"
    _case(DRAFT, f"{secret} concept")
    closed = _case(FOR_SOME, f"{secret} besloten")
    closed.save_revision().publish()
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name="loket"))
    changed = _case(CHANGED, f"{FOUND_BY.title()} voor iedereen")
    changed.save_revision().publish()
    changed = PracticePage.objects.get(pk=CHANGED)
    changed.title = f"{secret} nieuw"
    changed.save_revision()
    other = Collection.get_first_root_node().add_child(instance=Collection(pk=DRAFT, name=f"{secret} map"))
    for number in (DRAFT, FOR_SOME, CHANGED):
        _files(number, other)
    _the_rest(secret)
    # The last that was edited of its kind: reports name that one.
    PracticePage.objects.get(pk=DRAFT).save_revision()


def _the_rest(secret: str) -> None:
    """One of every other kind that has an address. Of some of them every editor knows the name."""
    User.objects.create(pk=DRAFT, email="iemand-anders@example.org", name=secret)
    Redirect.objects.create(pk=DRAFT, old_path=f"/{SECRET}", redirect_link="/")
    AskedQuery.objects.create(pk=DRAFT, query=secret)
    WordEntry.objects.create(pk=DRAFT, term=secret, alternatives="iets")
    gemeente = Gemeente.objects.order_by("pk")[0]
    MailDomain.objects.create(pk=DRAFT, gemeente=gemeente, domain="nergens.example")
    MailText.objects.create(pk=DRAFT, key="part_withdrawn", subject=secret, body="Iets.").save_revision()
    Group.objects.create(pk=DRAFT, name="een groep")
    Site.objects.create(pk=DRAFT, hostname="ander.example", root_page=Page.objects.get(depth=1))
    Workflow.objects.create(pk=DRAFT, name="een werkwijze")
    GroupApprovalTask.objects.create(pk=DRAFT, name="een taak")
    CaseImport.objects.create(
        pk=DRAFT, centre=make_centre("Ander Huis"), file_name=f"{secret}.xlsx", row_count=1
    )
