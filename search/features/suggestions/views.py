"""Suggestions while somebody types, as JSON. Without a script nobody asks for them."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from krachtwijken.core.ratelimit import limit_reading
from krachtwijken.core.robots import hide_from_robots
from search.features.suggestions.selectors import suggestions


@hide_from_robots
@limit_reading("suggestions")
@vary_on_cookie
@require_safe
def complete(request: HttpRequest) -> JsonResponse:
    """For somebody who is logged in the middleware says that nothing may be kept."""
    groups = suggestions(request.GET.get("q", ""), viewer=request.user)
    response = JsonResponse(
        {
            "total": sum(len(group.items) for group in groups),
            "groups": [
                {
                    "label": group.label,
                    "items": [{"text": item.text, "url": item.url} for item in group.items],
                }
                for group in groups
            ],
        }
    )
    response["Cache-Control"] = "private, max-age=60"
    return response
