"""Three doors in front of every page: the age of the session, the second factor, the content management."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from krachtwijken.accounts import admin_trail, sessions
from krachtwijken.accounts.acting import acting_as, in_session
from krachtwijken.accounts.admin_sight import is_hidden_from, lacks_rights_on_snippet
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_staff_role, may_enter_admin
from krachtwijken.core import unsent

GetResponse = Callable[[HttpRequest], HttpResponse]

# What somebody who still owes a second factor may reach.
SET_UP_NAMES = frozenset(
    {"mfa_activate_totp", "accounts:totp_qr", "account_reauthenticate", "account_logout"}
)
# What a page that is left open asks by itself: half an hour idle means half an hour without a person.
WITHOUT_A_PERSON = frozenset({"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"})
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
    """End this session and come back to the page that was asked for, or whose text was kept for after the login."""
    logout(request)
    back = request.method == "GET" or (request.method == "POST" and unsent.keep(request, posted=request.POST))
    target = request.get_full_path() if back else settings.LOGIN_REDIRECT_URL
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
        if url_name(request) not in WITHOUT_A_PERSON:
            sessions.touch(request.session, now=now)
        with acting_as(user), in_session(request.session.session_key):
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
        if sessions.has_proved_second_factor(request, user) or name in LOGOUT_NAMES:
            return None
        return log_in_again(request, SECOND_FACTOR_MISSING)


class AdminDoorMiddleware:
    """Only the roles that edit content come into /admin/; others get a 403 instead of a login page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(ADMIN_PREFIX):
            admin_trail.note(request, response)
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, filled_in: dict[str, Any]
    ) -> HttpResponseBase | None:
        user = request.user
        if not request.path_info.startswith(ADMIN_PREFIX) or not isinstance(user, User):
            return None
        if not (may_enter_admin(user) and user.has_perm("wagtailadmin.access_admin")):
            raise PermissionDenied
        namespace = request.resolver_match.namespace if request.resolver_match else ""
        if is_hidden_from(user, filled_in) or lacks_rights_on_snippet(user, namespace):
            raise PermissionDenied
        return None
