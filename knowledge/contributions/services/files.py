"""Documents of a draft: checked by content, and gone from the disk with their row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.fields.files import FieldFile

from knowledge.contributions.models import Contribution, ContributionFile
from krachtwijken.core import audit

MOST_FILES = 5
NAME_LENGTH = 160


@contextmanager
def withdraw_files_on_failure() -> Iterator[list[FieldFile]]:
    """A transaction that stores files, each put in this list at once: when it fails they go from the disk, as the rows that
    knew of them do. Else what somebody wrote would stay where no term and no button reaches it."""
    stored: list[FieldFile] = []
    try:
        with transaction.atomic():
            # Before anything else that is done then: what fails after the commit takes no file away.
            transaction.on_commit(stored.clear)
            yield stored
    except BaseException:
        for file in stored:
            file.storage.delete(str(file.name))
        raise


def add_file(*, contribution: Contribution, file: File) -> ContributionFile:
    """`file` passed `forms.texts.AttachmentForm`; `contribution` is locked."""
    name = PurePath(str(file.name)).name[-NAME_LENGTH:]
    row = ContributionFile(contribution=contribution, name=name, size=file.size or 0)
    actor = contribution.author
    with withdraw_files_on_failure() as stored:
        row.file.save(name, file, save=False)
        stored.append(row.file)
        row.save()
        audit.record(actor=actor, action="knowledge.contribution_file_added", target=contribution)
    return row


@transaction.atomic
def remove_file(*, contribution: Contribution, pk: int) -> None:
    """Repeatable."""
    if contribution.files.filter(pk=pk).exists():
        drop_files(contribution, pk=pk)
        audit.record(
            actor=contribution.author, action="knowledge.contribution_file_removed", target=contribution
        )


def drop_files(contribution: Contribution, *, pk: int | None = None) -> None:
    """Repeatable. The rows now, the files as soon as that is certain."""
    rows = contribution.files.all() if pk is None else contribution.files.filter(pk=pk)
    for row in rows:
        _delete_later(row.file.storage, str(row.file.name))
    rows.delete()


def _delete_later(storage: Storage, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name))
