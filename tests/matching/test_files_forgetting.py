"""Files of a request go from the table and the disk with what they belong to, and no sooner."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from matching.conversation.services.tidying import forget_conversations
from matching.models import RequestDraft, RequestFile, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.draft_files import add_files
from matching.requests.services.drafts import drop_draft, forget_drafts
from matching.requests.services.files import forget_files
from tests.factories.files import sent_file
from tests.factories.requests import make_draft
from tests.matching.test_files import gemeente, on_disk, own_disk, request_with_file, send_in_thread

__all__ = ["gemeente", "own_disk"]
pytestmark = pytest.mark.django_db


def ended_at(request: SupportRequest, days: int, status: RequestStatus = RequestStatus.AFGEROND) -> None:
    since = timezone.now() - timedelta(days=days)
    SupportRequest.objects.filter(pk=request.pk).update(status=status, status_since=since)


def test_night_takes_rows_and_files(
    gemeente: Client, own_disk: Path, django_capture_on_commit_callbacks: Any
) -> None:
    asked = request_with_file(gemeente)
    assert asked.request is not None
    send_in_thread(gemeente, asked.request, sent_file("Ja"))
    assert forget_files() == 0
    ended_at(asked.request, 5 * 365 + 1)
    with django_capture_on_commit_callbacks(execute=True):
        forget_conversations()
    assert list(RequestFile.objects.all()) == [asked], "the message is gone, and its file with it"
    assert len(on_disk(own_disk)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        forget_files()
    assert not RequestFile.objects.exists()
    assert not on_disk(own_disk)


@pytest.mark.parametrize(
    ("status", "days"), [(RequestStatus.AFGEROND, 5 * 365 - 1), (RequestStatus.IN_UITVOERING, 9 * 365)]
)
def test_night_leaves_files_of_what_ended_later_or_still_runs(
    gemeente: Client, status: RequestStatus, days: int
) -> None:
    asked = request_with_file(gemeente)
    assert asked.request is not None
    ended_at(asked.request, days, status)
    assert forget_files() == 0
    assert list(RequestFile.objects.all()) == [asked]


def test_draft_that_goes_takes_its_files(
    gemeente: Client, own_disk: Path, django_capture_on_commit_callbacks: Any
) -> None:
    drafts = [make_draft(gemeente.user) for _ in range(3)]
    for draft in drafts:
        add_files(actor=draft.user, token=draft.token, files=[sent_file()])
    RequestDraft.objects.filter(pk=drafts[1].pk).update(changed_at=timezone.now() - timedelta(days=91))
    with django_capture_on_commit_callbacks(execute=True):
        drop_draft(draft=drafts[0], actor=drafts[0].user)
        forget_drafts()
    assert list(RequestFile.objects.values_list("draft", flat=True)) == [drafts[2].pk]
    assert len(on_disk(own_disk)) == 1
    drafts[2].delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_files() == 1
    assert not on_disk(own_disk)
