"""Addresses that machines ask for, and the handbook."""

from django.urls import URLPattern, path

from krachtwijken.core import health, well_known
from krachtwijken.core.handbook import views as handbook

app_name = "core"

urlpatterns: list[URLPattern] = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("robots.txt", well_known.robots_txt, name="robots_txt"),
    path("hulp/", handbook.show_handbook, name="help"),
    path("hulp/<slug:code>/", handbook.show_chapter, name="help_chapter"),
    path("hulp/<slug:code>/<slug:slug>/", handbook.show_task, name="help_task"),
]
