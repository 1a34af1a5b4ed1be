"""From draft to a page that the redactie judges, at once or after somebody else agreed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.provided import first_readers
from knowledge.contributions.rules import may_contribute
from knowledge.contributions.selectors import COLLECTION
from knowledge.contributions.services.files import drop_files
from knowledge.contributions.services.notify import tell_author_received, tell_editors
from knowledge.contributions.services.page import Place, attach_documents, make_page
from knowledge.models import CentrePage
from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.accounts.services.writers import lock_writer
from krachtwijken.core import audit
from krachtwijken.core.models import Gemeente, Organisation, Wijk
from krachtwijken.core.stored_files import withdraw_files_on_failure


def submit_contribution(*, contribution: Contribution, actor: User) -> Contribution:
    """Repeatable: a draft gives one page, however often it is sent. What others agree on first waits for that. Its
    answers were checked by every page of it. One transaction, in which the documents are copied."""
    if not may_contribute(actor) or contribution.author_id != actor.pk:
        raise PermissionDenied
    with withdraw_files_on_failure() as stored:
        # In the order of `keep_contribution`: two orders would wait for each other.
        lock_writer(actor)
        fresh = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
        if fresh.is_concept and fresh.origin and first_readers.current()(fresh, actor):
            _put_aside(fresh, actor)
        elif fresh.is_concept:
            _send(fresh, actor, stored)
    return fresh


def release_contribution(
    *,
    contribution: Contribution,
    actor: User,
    author: User,
    stored: list[FieldFile],
    helped_by: Organisation | None = None,
) -> Contribution:
    """Repeatable. Whoever read first agrees: it goes to its review as its author sent it: in the section of the centre that
    helped, where there is one, else among what gemeenten shared. `contribution` is locked, in a transaction of
    `withdraw_files_on_failure`, which gives `stored`."""
    if contribution.state == ContributionState.WACHT:
        _send(contribution, author, stored, Place(_section_of(helped_by), contribution.gemeente))
        audit.record(actor=actor, action="knowledge.contribution_released", target=contribution)
    return contribution


@transaction.atomic
def return_contribution(*, contribution: Contribution, actor: User | None, reason: str) -> Contribution:
    """Repeatable. Whoever read first wants it changed: it is the draft of its author again. `contribution` is locked. Without
    `actor` it was somebody with a link."""
    if contribution.state == ContributionState.WACHT:
        contribution.state, contribution.reason = ContributionState.CONCEPT, reason
        contribution.save(update_fields=["state", "reason", "changed_at"])
        audit.record(actor=actor, action="knowledge.contribution_returned", target=contribution)
    return contribution


def _put_aside(fresh: Contribution, actor: User) -> None:
    """Nothing is a page yet, and nothing is changed in it any more: what others read is what is sent."""
    fresh.gemeente = _gemeente(fresh.answers, actor)
    fresh.state, fresh.reason, fresh.rest = ContributionState.WACHT, "", []
    fresh.save(update_fields=["gemeente", "state", "reason", "rest", "changed_at"])
    audit.record(actor=actor, action="knowledge.contribution_put_aside", target=fresh)


def _section_of(centre: Organisation | None) -> CentrePage | None:
    """Of a centre that still exists, and has a page."""
    if centre is None or not centre.is_active:
        return None
    return CentrePage.objects.live().filter(organisation=centre).first()


def _send(fresh: Contribution, actor: User, stored: list[FieldFile], place: Place | None = None) -> None:
    page = make_page(answers=fresh.answers, author=actor, place=place)
    attach_documents(page, _documents_of(fresh, actor, stored))
    revision = page.save_revision(user=actor, log_action=False)
    fresh.page_id, fresh.gemeente = page.pk, _gemeente(fresh.answers, actor)
    fresh.state, fresh.submitted_at = ContributionState.INGEDIEND, timezone.now()
    fresh.reason, fresh.rest = "", []
    fresh.save(update_fields=["page", "gemeente", "state", "submitted_at", "reason", "rest", "changed_at"])
    # After the row: what Wagtail tells of the review asks whose page it is.
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, actor)
    audit.record(
        actor=actor,
        action="knowledge.contribution_submitted",
        target=fresh,
        data={"page": page.pk, "revision": revision.pk},
    )
    tell_author_received(fresh)
    if place is None or place.centre is None:
        tell_editors(fresh)
    # In the section of a centre the first step tells who reads it, and the next one the redactie.


def _gemeente(answers: dict[str, Any], actor: User) -> Gemeente | None:
    """That of the first wijk, else the one that the author works for."""
    wijk = Wijk.objects.filter(pk__in=answers.get("wijken", [])).select_related("gemeente").first()
    own = gemeenten_of(actor)
    if wijk is not None and (not own or wijk.gemeente in own):
        return wijk.gemeente
    return own.first()


def _documents_of(contribution: Contribution, actor: User, stored: list[FieldFile]) -> list[Any]:
    """The files as documents that only the redactie may choose, and nobody may open before the page is published."""
    rows = list(contribution.files.all())
    if not rows:
        return []
    root = Collection.objects.get(depth=1)
    collection = root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
    documents = []
    for row in rows:
        with row.file.open("rb") as source:
            document = get_document_model()(
                title=row.name.rpartition(".")[0] or row.name, collection=collection, uploaded_by_user=actor
            )
            document.file.save(row.name, File(source), save=False)
            stored.append(document.file)
            document._set_document_file_metadata()
            document.save()
        documents.append(document)
    drop_files(contribution)
    return documents
