"""Three doors in front of every page: the age of the session, the second factor, the content management."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from krachtwijken.accounts import sessions
from krachtwijken.accounts.acting import acting_as
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_staff_role, may_enter_admin

GetResponse = Callable[[HttpRequest], HttpResponse]

# What somebody who still owes a second factor may reach.
SET_UP_NAMES = frozenset(
    {"mfa_activate_totp", "accounts:totp_qr", "account_reauthenticate", "account_logout"}
)
LOGOUT_NAMES = frozenset({"account_logout"})
SESSION_OVER = "U bent uitgelogd, omdat u een tijd niets deed of lang was ingelogd. Log opnieuw in."
SECOND_FACTOR_MISSING = "Log opnieuw in met de code van uw app."
ADMIN_PREFIX = "/admin/"


def url_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def log_in_again(request: HttpRequest, message: str) -> HttpResponse:
    """End this session and come back to the page that was asked for, when asking is all that was done."""
    target = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    logout(request)
    messages.info(request, message)
    return redirect_to_login(target)


class SessionAgeMiddleware:
    """Ends old and idle sessions, and says who is acting."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        now = time.time()
        if sessions.is_over(request.session, staff=is_staff_role(user), now=now):
            return log_in_again(request, SESSION_OVER)
        sessions.touch(request.session, now=now)
        with acting_as(user):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Staff roles reach nothing without a second factor: they are sent to set one up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if settings.SECOND_FACTOR_REQUIRED and isinstance(user, User) and is_staff_role(user):
            return self.refusal(request, user) or self.get_response(request)
        return self.get_response(request)

    def refusal(self, request: HttpRequest, user: User) -> HttpResponse | None:
        name = url_name(request)
        if not sessions.has_authenticator(user):
            return None if name in SET_UP_NAMES else redirect("mfa_activate_totp")
        if sessions.proved_second_factor(request, user) or name in LOGOUT_NAMES:
            return None
        return log_in_again(request, SECOND_FACTOR_MISSING)


class AdminDoorMiddleware:
    """Only the roles that edit content come into /admin/; others get a 403 instead of a login page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponseBase | None:
        user = request.user
        if not request.path_info.startswith(ADMIN_PREFIX) or not isinstance(user, User):
            return None
        if may_enter_admin(user) and user.has_perm("wagtailadmin.access_admin"):
            return None
        raise PermissionDenied
