"""Mail about a contribution: that there is one, in what state, and a link; of the text only the title, to its author."""

import structlog
from django.conf import settings
from django.urls import reverse

from knowledge.contributions.models import Contribution
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.mail import queue_mail

log = structlog.get_logger(__name__)


def tell_author_received(contribution: Contribution) -> None:
    _tell_author(contribution, "mail/contribution_received.txt", "received")


def tell_author_decided(contribution: Contribution, *, key: str) -> None:
    """Published, or not, with the reason."""
    _tell_author(contribution, f"mail/contribution_{contribution.state}.txt", key)


def tell_editors(contribution: Contribution) -> None:
    """The redactie; with nobody there it is beheer, who can give somebody the role."""
    people = list(users_with_role(Role.REDACTIE)) or list(users_with_role(Role.BEHEER))
    if not people:
        log.error("mail_without_receiver", what="redactie")
    gemeente = contribution.gemeente.name if contribution.gemeente else "een deskundige"
    edit_url = f"{settings.BASE_URL}{reverse('wagtailadmin_pages:edit', args=[contribution.page_id])}"
    for person in people:
        queue_mail(
            to=person.email,
            template="mail/contribution_new.txt",
            context={"gemeente": gemeente, "edit_url": edit_url, "url": _url(contribution)},
            key=f"contribution:{contribution.pk}:new:{person.pk}",
        )


def _tell_author(contribution: Contribution, template: str, key: str) -> None:
    author = contribution.author
    if author is None or not author.is_active:
        return
    page_url = contribution.page.get_full_url() if contribution.page is not None else ""
    context = {
        "title": contribution.answers.get("title", ""), "url": _url(contribution), "reason": contribution.reason,
        "page_url": page_url or "",
    }  # fmt: skip
    queue_mail(
        to=author.email, template=template, context=context, key=f"contribution:{contribution.pk}:{key}"
    )


def _url(contribution: Contribution) -> str:
    return f"{settings.BASE_URL}{contribution.get_absolute_url()}"
