"""Counting who looks, so that no page waits for it and none can fail by it: noted in the view, written after the answer."""

import threading
from dataclasses import dataclass

import structlog
from django.core.signals import request_finished
from django.http import HttpRequest
from django.utils import timezone

from expertpool.control.services import count_view
from expertpool.models import ExpertProfile, SeenFrom
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import has_role, is_gemeente, is_logged_in, is_staff_role
from krachtwijken.accounts.types import Viewer

log = structlog.get_logger(__name__)
_left = threading.local()


@dataclass(frozen=True)
class Look:
    profile: int
    seen_from: SeenFrom


def note_look(request: HttpRequest, profile: ExpertProfile) -> None:
    """Leave a note; the owner's own look does not count."""
    if request.method == "GET" and (profile.user_id is None or profile.user_id != request.user.pk):
        _left.look = Look(profile.pk, group_of_viewer(request.user))


def group_of_viewer(viewer: Viewer) -> SeenFrom:
    if not is_logged_in(viewer):
        return SeenFrom.VISITOR
    if is_gemeente(viewer):
        return SeenFrom.GEMEENTE
    is_programme = is_staff_role(viewer) and not has_role(viewer, Role.ORGANISATIE)
    return SeenFrom.PROGRAMME if is_programme else SeenFrom.OTHER


def write_look(**_signal: object) -> None:
    """Write the note of this request, when there is one."""
    look: Look | None = _left.__dict__.pop("look", None)
    if look is None:
        return
    try:
        count_view(profile=look.profile, month=timezone.localdate().replace(day=1), seen_from=look.seen_from)
    except Exception as error:  # noqa: BLE001 - whatever happens to a count, the visitor must not notice
        log.warning("profile_look_not_counted", error=type(error).__name__)


request_finished.connect(write_look, dispatch_uid="expertpool.looks")
