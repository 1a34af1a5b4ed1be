"""Files and the rows that know of them: both there or both gone, however a transaction ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models.fields.files import FieldFile


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


def delete_when_certain(file: FieldFile) -> None:
    """Of a row that goes in this transaction: from the disk once that is done."""
    storage, name = file.storage, str(file.name)
    transaction.on_commit(lambda: storage.delete(name))
