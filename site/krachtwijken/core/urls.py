"""Addresses that machines ask for."""

from django.urls import URLPattern

app_name = "core"

urlpatterns: list[URLPattern] = []
