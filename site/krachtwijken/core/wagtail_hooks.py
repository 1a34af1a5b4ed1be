"""Asked by Wagtail before anything is shown; first of all, so that its own answers are not reached."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.contrib.settings.registry import register_setting
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from krachtwijken.core.mail_texts.admin import MailTextViewSet
from krachtwijken.core.models import ProgrammeContact
from krachtwijken.core.restricted import refusal

FIRST = -100

register_setting(ProgrammeContact, icon="mail")
register_snippet(MailTextViewSet)


@hooks.register("before_serve_page", order=FIRST)
def page_for_some(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponse | None:
    return refusal(request, page.get_view_restrictions())


@hooks.register("before_serve_document", order=FIRST)
def document_for_some(document: Document, request: HttpRequest) -> HttpResponse | None:
    return refusal(request, document.collection.get_view_restrictions())
