"""The section of a knowledge centre: its own pages, its own images and documents, its own group."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, Page

from krachtwijken.accounts.models import OrganisationMembership, User
from krachtwijken.accounts.services.roles import grant_files, grant_pages
from krachtwijken.core.models import Organisation

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


def centre_group_name(organisation: Organisation) -> str:
    return f"kenniscentrum:{organisation.slug}"


@transaction.atomic
def set_up_centre_section(*, organisation: Organisation, page: Page) -> Group:
    """Repeatable. Members of this organisation may write on this page and below it, and nowhere else.

    `page` is any Wagtail page: the app with the pages calls this after it has made the section of a centre.
    """
    group, _ = Group.objects.get_or_create(name=centre_group_name(organisation))
    grant_pages(group=group, page=page, rights=SECTION_RIGHTS)
    grant_files(group=group, collection=_collection_of(organisation), rights=SECTION_FILE_RIGHTS)
    group.user_set.set(User.objects.filter(organisation_memberships__organisation=organisation))
    return group


def follow_membership(*, membership: OrganisationMembership, present: bool) -> None:
    """Repeatable. The group of the section follows the membership; without a section there is nothing to do."""
    group = Group.objects.filter(name=centre_group_name(membership.organisation)).first()
    if group is None:
        return
    if present:
        membership.user.groups.add(group)
    else:
        membership.user.groups.remove(group)


def _collection_of(organisation: Organisation) -> Collection:
    root = Collection.objects.get(depth=1)
    found = root.get_children().filter(name=organisation.name).first()
    return found or root.add_child(name=organisation.name)
