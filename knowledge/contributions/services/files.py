"""Documents of a draft: checked by content, and gone from the disk with their row."""

from pathlib import PurePath

from django.core.files.base import File
from django.db import transaction

from knowledge.contributions.models import Contribution, ContributionFile
from krachtwijken.core import audit
from krachtwijken.core.stored_files import delete_when_certain, withdraw_files_on_failure

MOST_FILES = 5
NAME_LENGTH = 160


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
        delete_when_certain(row.file)
    rows.delete()
