"""Files of drafts, requests and messages: stored, taken along, and gone from the disk with their row."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import retention
from krachtwijken.core.stored_files import delete_when_certain
from matching.models import RequestDraft, RequestFile, SupportRequest
from matching.requests.services.forgetting import AT_ONCE, ENDED, TEXTS_KEPT


def read_digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def keep_files(files: Sequence[UploadedFile], stored: list[FieldFile], *, by: User, **belongs: Any) -> None:
    """Within a transaction of `withdraw_files_on_failure`, which `stored` is of. The same file twice is one."""
    once = {read_digest(file): file for file in files}
    for digest, file in once.items():
        name = str(file.name)
        row = RequestFile(name=name, size=file.size or 0, digest=digest, by=by, **belongs)
        row.file.save(name, file, save=False)
        stored.append(row.file)
        row.save()


def take_files_along(*, draft: RequestDraft, request: SupportRequest) -> None:
    """Repeatable. What hung on the draft hangs on its request from now on."""
    RequestFile.objects.filter(draft=draft).update(draft=None, request=request)


def drop_files(rows: QuerySet[RequestFile]) -> int:
    """Repeatable. The rows now, the files as soon as that is certain."""
    found = list(rows)
    for row in found:
        delete_when_certain(row.file)
    return RequestFile.objects.filter(pk__in=[row.pk for row in found]).delete()[0]


@retention.register_rule("matching.request_files")
@transaction.atomic
def forget_files() -> int:
    """Repeatable. Five years after the request ended, and what a draft left behind that went with its account."""
    ended = Q(request__status__in=ENDED, request__status_since__lt=timezone.now() - TEXTS_KEPT)
    old = RequestFile.objects.filter(ended | Q(draft=None, request=None))
    return drop_files(old.order_by("pk")[:AT_ONCE])
