"""Own pages, and the few places where allauth's views needed a turn."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from krachtwijken.accounts import sessions
from krachtwijken.accounts.adapter import SecondFactorAdapter
from krachtwijken.accounts.decorators import require
from krachtwijken.accounts.menu import own_links
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_beheer, is_logged_in
from krachtwijken.accounts.selectors import contacts_of, managed_gemeenten, organisations_of
from krachtwijken.core.programme.contact import programme_contact

signup_closed = TemplateView.as_view(
    template_name="account/signup_closed.html", http_method_names=["get", "head"]
)


@require_GET
@require(is_logged_in)
def mine(request: HttpRequest) -> HttpResponse:
    """What this person can do here, per role."""
    user = request.user
    context = {
        "links": own_links(user),
        "roles": sorted(role.label for role in user.roles) if isinstance(user, User) else [],
        "contacts": contacts_of(user),
        "managed": managed_gemeenten(user),
        "organisations": organisations_of(user),
        "asks_for_contact": is_beheer(user) and not programme_contact().is_complete,
    }
    return render(request, "accounts/mine.html", context)


@require_GET
@never_cache
@require(is_logged_in)
def totp_qr(request: HttpRequest) -> HttpResponse:
    """The QR code as an address of its own: no `data:` in the content security policy."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = SecondFactorAdapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(svg, content_type="image/svg+xml")


class ActivateView(ActivateTOTPView):
    """Setting up the factor counts as proof in this session and ends all other sessions."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.mark_second_factor(self.request.session, self.request.user)
        sessions.end_sessions(self.request.user, keep=self.request.session.session_key)
        return response


class CodeView(AuthenticateView):
    """We offer no security keys, so a post without a code is a code that is missing."""

    def _build_forms(self) -> Any:
        user = self.stage.login.user
        data = self.request.POST if self.request.method == "POST" else None
        self.webauthn_form = None
        self.auth_form = self.get_form_class()(user=user, data=data)
        return self.auth_form


activate_totp = ActivateView.as_view()
authenticate = CodeView.as_view()
