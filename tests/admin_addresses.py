"""The addresses of the content management, each leading to the things of one number (`admin_objects.py`)."""

from wagtail.models import Page

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
    usual = FILLED | {name: str(number) for name in ("int", "str", "slug", "path")}
    return [
        (route.name, route.sample)
        for route in routes(filled, usual=usual)
        if route.sample.startswith("/admin/")
    ]
