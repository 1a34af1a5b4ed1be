"""Roles are given and taken back; their rights are set up in one place."""

from collections.abc import Iterable
from importlib import import_module

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail import hooks
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

from krachtwijken.accounts.acting import acting_as
from krachtwijken.accounts.groups import ensure_role_groups, group_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import ADMIN_ROLES, Role

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
FILE_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
# Words and lists that the redactie keeps, wherever an app offers them in the content management.
CONTENT_APPS = frozenset({"core", "knowledge", "search", "wagtailredirects", "taggit"})
# Roles are fixed in code, so nobody edits groups; a superuser still can.
# Who runs the site and what its mail says is for beheer, though the core offers both.
BEHEER_ONLY = Q(content_type__app_label="core", content_type__model__in=("programmecontact", "mailtext"))
NEVER_GIVEN = Q(content_type__app_label="auth", content_type__model="group")
WAGTAIL_GROUPS = ("Moderators", "Editors")
WAGTAIL_WORKFLOW = "Moderators approval"
REVIEW = "Beoordeling door de redactie"


@transaction.atomic
def grant_role(*, user: User, role: Role, actor: User | None) -> None:
    """Repeatable. The audit row is written by the signal on the groups."""
    with acting_as(actor):
        user.groups.add(group_of(role))


@transaction.atomic
def withdraw_role(*, user: User, role: Role, actor: User | None) -> None:
    """Repeatable. Takes effect with the next request of this person."""
    with acting_as(actor):
        user.groups.remove(group_of(role))


@transaction.atomic
def set_up_roles() -> None:
    """Repeatable. Every role has exactly the rights in the content management that it needs."""
    ensure_role_groups()
    for role in Role:
        group_of(role).permissions.set(_model_rights(role))
        _clear_wagtail_rights(group_of(role))
    for role in (Role.REDACTIE, Role.BEHEER):
        grant_pages(group=group_of(role), page=_root_page(), rights=PAGE_RIGHTS)
        grant_files(group=group_of(role), collection=_root_collection(), rights=FILE_RIGHTS)
    _let_redactie_review()
    _remove_wagtail_groups()


def grant_pages(*, group: Group, page: Page, rights: Iterable[str]) -> None:
    """Repeatable. Rights on a page hold for everything below it."""
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def grant_files(*, group: Group, collection: Collection, rights: Iterable[str]) -> None:
    """Repeatable. Rights on images and documents of this collection and those below it."""
    apps = ("wagtailimages", "wagtaildocs")
    for permission in Permission.objects.filter(content_type__app_label__in=apps, codename__in=rights):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _model_rights(role: Role) -> QuerySet[Permission]:
    if role not in ADMIN_ROLES:
        return Permission.objects.none()
    enter = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    if role is Role.KENNISCENTRUM:
        return Permission.objects.filter(enter)
    offered = Permission.objects.filter(enter | Q(pk__in=_offered_rights())).exclude(NEVER_GIVEN)
    if role is Role.BEHEER:
        return offered
    return offered.filter(enter | Q(content_type__app_label__in=CONTENT_APPS)).exclude(BEHEER_ONLY)


def _offered_rights() -> set[int]:
    """The rights that some part of the content management asks for; some parts tell when addresses are loaded only."""
    import_module("wagtail.admin.urls")
    return {
        pk for offer in hooks.get_hooks("register_permissions") for pk in offer().values_list("pk", flat=True)
    }


def _clear_wagtail_rights(group: Group) -> None:
    GroupPagePermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.filter(group=group).delete()


def _root_page() -> Page:
    return Page.objects.get(depth=1)


def _root_collection() -> Collection:
    return Collection.objects.get(depth=1)


def _let_redactie_review() -> None:
    """Wagtail's standard review is done by the redactie."""
    for task in GroupApprovalTask.objects.all():
        task.groups.set([group_of(Role.REDACTIE)])
        GroupApprovalTask.objects.filter(pk=task.pk).update(name=REVIEW)
    Workflow.objects.filter(name=WAGTAIL_WORKFLOW).update(name=REVIEW)


def _remove_wagtail_groups() -> None:
    """Wagtail ships two groups of its own; nobody is in them here."""
    Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()
