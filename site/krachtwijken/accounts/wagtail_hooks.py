"""What Wagtail asks us about who sees what."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from krachtwijken.accounts.admin_api import SeenDocuments, SeenImages
from krachtwijken.accounts.admin_sight import pages_seen_by
from krachtwijken.accounts.applying.admin import MailDomainViewSet

# After Wagtail's own, which these replace.
LATER = 100

register_snippet(MailDomainViewSet)


@hooks.register("construct_page_chooser_queryset")
def pages_to_choose_from(pages: Any, request: HttpRequest) -> Any:
    return pages.filter(pk__in=list(pages_seen_by(request.user).values_list("pk", flat=True)))


@hooks.register("construct_admin_api", order=LATER)
def register_own_files(router: Any) -> None:
    router.register_endpoint("documents", SeenDocuments)
    router.register_endpoint("images", SeenImages)
