"""What Wagtail asks us."""

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.documents.models import Document

from knowledge.attachments import may_open


@hooks.register("before_serve_document", order=100)
def only_through_a_page(document: Document, request: HttpRequest) -> None:
    """After Wagtail's own check of the collection. Not there and not allowed look the same from outside."""
    if not may_open(document, request):
        raise Http404
