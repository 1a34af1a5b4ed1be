"""The section of a knowledge centre: its own pages, its own images and documents, its own group."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from krachtwijken.accounts.acting import current_actor
from krachtwijken.accounts.models import OrganisationMembership, User
from krachtwijken.accounts.services.roles import grant_files, grant_pages
from krachtwijken.core.audit import record
from krachtwijken.core.models import Organisation

# Before the name of the organisation in addresses; the role itself has no colon.
GROUP_PREFIX = "kenniscentrum:"
# Writing is free, publishing goes past the redactie.
SECTION_RIGHTS = ("add_page", "change_page")
SECTION_FILE_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


def name_centre_group(organisation: Organisation) -> str:
    return f"{GROUP_PREFIX}{organisation.slug}"


@transaction.atomic
def set_up_centre_section(*, organisation: Organisation, page: Page) -> Group:
    """Repeatable. Members of this organisation may write on this page and below it, and nowhere else.

    `page` is any Wagtail page: the app with the pages calls this when it has made or changed the page of a centre.
    """
    # Two at once would make two collections.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    group, _ = Group.objects.get_or_create(name=name_centre_group(organisation))
    before = _rights_of(group)
    _take_back_elsewhere(group, page)
    grant_pages(group=group, page=page, rights=SECTION_RIGHTS)
    collection = _collection_of(group, organisation)
    grant_files(group=group, collection=collection, rights=SECTION_FILE_RIGHTS)
    if _rights_of(group) != before:
        record(
            actor=current_actor(),
            action="centre.section_set_up",
            target=Page(pk=page.pk),
            data={"organisation": organisation.pk, "group": group.pk, "collection": collection.pk},
        )
    group.user_set.set(User.objects.filter(organisation_memberships__organisation=organisation))
    return group


def follow_membership(*, membership: OrganisationMembership, present: bool) -> None:
    """Repeatable. The group of the section follows the membership; without a section there is nothing to do."""
    group = Group.objects.filter(name=name_centre_group(membership.organisation)).first()
    if group is None:
        return
    if present:
        membership.user.groups.add(group)
    else:
        membership.user.groups.remove(group)


def _rights_of(group: Group) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(page, right) and (collection, right)."""
    return (
        set(GroupPagePermission.objects.filter(group=group).values_list("page", "permission")),
        set(GroupCollectionPermission.objects.filter(group=group).values_list("collection", "permission")),
    )


def _take_back_elsewhere(group: Group, page: Page) -> None:
    """A page may be given to another centre, and a centre another page: what went before would stay open."""
    GroupPagePermission.objects.filter(group=group).exclude(page=page).delete()
    others = GroupPagePermission.objects.filter(page=page, group__name__startswith=GROUP_PREFIX)
    others.exclude(group=group).delete()


def _collection_of(group: Group, organisation: Organisation) -> Collection:
    """Known by the rights on it: a collection that only has the same name may hold what is for others."""
    own = Collection.objects.filter(group_permissions__group=group).order_by("path").first()
    return own or Collection.get_first_root_node().add_child(name=organisation.name)
