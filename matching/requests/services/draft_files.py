"""Files of a request that is being written: added and taken away by its writer."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.writers import lock_writer
from krachtwijken.core import audit
from krachtwijken.core.stored_files import withdraw_files_on_failure
from matching.models import RequestDraft, RequestFile, SupportRequest
from matching.requests.forms.files import MOST_BYTES, MOST_FILES, TOO_LARGE, TOO_MANY
from matching.requests.rules import may_ask
from matching.requests.services.drafts import AlreadySentError
from matching.requests.services.files import drop_files, keep_files, read_digest


class FilesFullError(Exception):
    """In words for who sends them."""


class DraftGoneError(Exception):
    """It was thrown away in another window."""


def add_files(*, actor: User, token: str, files: Sequence[UploadedFile]) -> None:
    """Repeatable: the same file is kept once. The files passed `FilesField`; with those of another window there may be too
    many of them. Raises FilesFullError, AlreadySentError, DraftGoneError."""
    with withdraw_files_on_failure() as stored:
        draft = _lock_draft(actor, token)
        kept = list(RequestFile.objects.filter(draft=draft))
        known = {row.digest for row in kept}
        new = [file for file in files if read_digest(file) not in known]
        if len(kept) + len(new) > MOST_FILES:
            raise FilesFullError(TOO_MANY)
        if sum(row.size for row in kept) + sum(file.size or 0 for file in new) > MOST_BYTES:
            raise FilesFullError(TOO_LARGE)
        keep_files(new, stored, by=actor, draft=draft)
        draft.save(update_fields=["changed_at"])
        audit.record(actor=actor, action="matching.files_added", target=draft, data={"files": len(new)})


@transaction.atomic
def remove_file(*, actor: User, token: str, pk: int) -> None:
    """Repeatable. Of a draft only: what was sent stays."""
    draft = _lock_draft(actor, token)
    rows = RequestFile.objects.filter(draft=draft, pk=pk)
    if rows.exists():
        drop_files(rows)
        audit.record(actor=actor, action="matching.file_removed", target=draft)


def _lock_draft(actor: User, token: str) -> RequestDraft:
    """In the order of `keep_answers`."""
    if not may_ask(actor):
        raise PermissionDenied
    lock_writer(actor)
    draft = RequestDraft.objects.select_for_update().filter(user=actor, token=token).first()
    if draft is None:
        raise DraftGoneError
    if draft.submitted_id is not None:
        raise AlreadySentError(SupportRequest.objects.get(pk=draft.submitted_id))
    return draft
