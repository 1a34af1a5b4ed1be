"""The only module that knows every app."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as serve_document
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

handler400 = "krachtwijken.core.errors.bad_request"
handler403 = "krachtwijken.core.refusals.permission_denied"
handler404 = "krachtwijken.core.errors.page_not_found"
handler500 = "krachtwijken.core.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("krachtwijken.core.urls")),
    path("", include("krachtwijken.accounts.urls")),
    path("", include("knowledge.urls")),
    path("", include("search.urls")),
    path("", include("expertpool.urls")),
    path("", include("matching.urls")),
    # Before Wagtail's: its own login pages would be a way round the second factor.
    path("", include("krachtwijken.accounts.login_urls")),
    path("", include("krachtwijken.accounts.admin_urls")),
    # As a whole; tests/admin_policy.py names every address in it, and the build fails on one that is not named.
    path("admin/", include(wagtailadmin_urls)),
    # Not Wagtail's own lists: those hold a login page and pages that ask for a shared password.
    re_path(r"^documents/(\d+)/(.*)$", serve_document, name="wagtaildocs_serve"),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]
