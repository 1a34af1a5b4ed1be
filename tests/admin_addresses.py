"""The addresses of the content management, each leading to the things of one number (`admin_objects.py`)."""

from wagtail.models import Page

from krachtwijken.core.models import MailText
from tests.routes import FILLED, routes

KINDS = {
    "app_label": "wagtailcore", "model_name": "page", "content_type_app_name": "knowledge",
    "content_type_model_name": "practicepage", "action": "delete", "language_tag": "nl",
}  # fmt: skip
REVISIONS = ("revision_id", "revision_id_a", "revision_id_b")


def admin_addresses(number: int) -> list[tuple[str, str]]:
    """Name and address of each."""
    page = Page.objects.filter(pk=number).first()
    filled = dict(KINDS)
    if page is not None:
        filled |= dict.fromkeys(REVISIONS, str(page.latest_revision_id))
        filled["destination_id"] = str(page.get_parent().pk)
    text = MailText.objects.filter(pk=number).first()
    of_text = dict.fromkeys(REVISIONS, str(text.latest_revision_id)) if text is not None else {}
    usual = FILLED | {name: str(number) for name in ("int", "str", "slug", "path")}
    return [
        (route.name, route.sample)
        for values, is_text in ((filled, False), (filled | of_text, True))
        for route in routes(values, usual=usual)
        if route.sample.startswith("/admin/") and ("mailtext" in route.name) is is_text
    ]
