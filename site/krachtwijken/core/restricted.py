"""Pages and documents that are not for everybody: who is let in, and what the others get.

In the place of Wagtail's own answer, which sends somebody who is logged in to a login page too, and asks for shared
passwords that anybody may guess. A visitor is sent to the one login page; somebody without the right gets a 403;
behind a shared password, a kind that is no longer offered, there is nothing for anybody.
"""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from wagtail.models import BaseViewRestriction

from krachtwijken.core.visibility import is_closed


def refusal(request: HttpRequest, restrictions: Any) -> HttpResponse | None:
    """None for who may come in. `restrictions` is the queryset of one page or collection."""
    if not is_closed(request.user, restrictions):
        return None
    if restrictions.filter(restriction_type=BaseViewRestriction.PASSWORD).exists():
        raise Http404
    if request.user.is_authenticated:
        raise PermissionDenied
    response = redirect_to_login(request.get_full_path())
    add_never_cache_headers(response)
    return response
