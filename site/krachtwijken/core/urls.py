"""Addresses that machines ask for."""

from django.urls import URLPattern, path

from krachtwijken.core import health, well_known

app_name = "core"

urlpatterns: list[URLPattern] = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("robots.txt", well_known.robots_txt, name="robots_txt"),
]
