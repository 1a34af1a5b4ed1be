"""What must happen wherever the change comes from: a service, the content management, the command line."""

import time
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest

from krachtwijken.accounts import sessions
from krachtwijken.accounts.models import OrganisationMembership, User
from krachtwijken.accounts.services.centres import follow_membership


def start_session_clock(request: HttpRequest | None, **_signal: Any) -> None:
    if request is not None:
        sessions.start_clock(request.session, now=time.time())


def forget_groups(instance: User | Group, **_signal: Any) -> None:
    """The roles of this very object changed: read them again."""
    instance.__dict__.pop("group_names", None)


def keep_section_in_step(instance: OrganisationMembership, **signal: Any) -> None:
    follow_membership(membership=instance, present=signal["signal"] is post_save)


def watch_sessions() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    user_logged_in.connect(start_session_clock, dispatch_uid="accounts.clock")
    m2m_changed.connect(forget_groups, sender=User.groups.through, dispatch_uid="accounts.groups")
    post_save.connect(keep_section_in_step, sender=OrganisationMembership, dispatch_uid="accounts.section")
    post_delete.connect(keep_section_in_step, sender=OrganisationMembership, dispatch_uid="accounts.section")
