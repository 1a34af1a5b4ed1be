"""What every template may count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site_name": "Krachtwijken", "example_content": settings.EXAMPLE_CONTENT_ALLOWED}
