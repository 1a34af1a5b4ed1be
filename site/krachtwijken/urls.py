"""The only module that knows every app."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler400 = "krachtwijken.core.errors.bad_request"
handler403 = "krachtwijken.core.errors.permission_denied"
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
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
