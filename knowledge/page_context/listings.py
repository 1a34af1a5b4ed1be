"""What the lists of centres and schemes show."""

from typing import Any

from django.http import HttpRequest

from knowledge.models import CentreIndexPage, SchemeIndexPage
from knowledge.selectors import centres_visible_to, schemes_visible_to
from krachtwijken.core.page_context import page_context


@page_context(CentreIndexPage)
def centre_list(request: HttpRequest, page: CentreIndexPage) -> dict[str, Any]:
    return {"centres": centres_visible_to(request.user)}


@page_context(SchemeIndexPage)
def scheme_list(request: HttpRequest, page: SchemeIndexPage) -> dict[str, Any]:
    return {"schemes": schemes_visible_to(request.user).prefetch_related("themes")}
