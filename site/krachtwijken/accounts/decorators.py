"""The guard in front of a view."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_logged_in
from krachtwijken.accounts.types import Viewer
from krachtwijken.core import unsent

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Predicate = Callable[[Viewer], bool]


def require(predicate: Predicate) -> Callable[[View[P]], View[P]]:
    """A visitor is sent to log in, and what was typed waits there; somebody for whom the predicate is false gets a 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not is_logged_in(request.user):
                if request.method == "POST":
                    unsent.keep(request, posted=request.POST)
                return redirect_to_login(request.get_full_path())
            if not predicate(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def user_of(request: HttpRequest) -> User:
    """The account behind a guarded request."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
