"""The gemeente changes who may be called about a request that runs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from matching.models import SupportRequest
from matching.requests.contacts import answers_with, contacts_in
from matching.requests.forms.changed import is_kept
from matching.requests.forms.contacts import ContactsForm
from matching.requests.forms.wizard import CONTACT_HINT
from matching.requests.rules import may_ask, may_change_contacts, works_for
from matching.requests.selectors import contacts_of, requests_visible_to
from matching.requests.services.contacts import TOO_LATE, change_contacts


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_ask)
def contacts_page(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    if not works_for(request.user, shown.gemeente):
        # An account manager of this gemeente who works for another one.
        return redirect(shown)
    if request.method != "POST" and not may_change_contacts(request.user, shown):
        messages.error(request, TOO_LATE)
        return redirect(shown)
    now = answers_with(contacts_of(shown))
    form = ContactsForm(unsent.data(request), initial=now)
    form.show_version(now)
    if request.method == "POST" and form.is_valid() and _save(request, shown, form):
        return redirect(shown)
    context = {"request_": shown, "form": form, "hint": CONTACT_HINT}
    return render(request, "matching/contacts.html", context, status=422 if request.method == "POST" else 200)


def _save(request: HttpRequest, shown: SupportRequest, form: ContactsForm) -> bool:
    actor, wanted = user_of(request), contacts_in(form.cleaned_data)
    kept = is_kept(
        form, shown, viewer=actor, stored=lambda now: answers_with(contacts_of(now)),
        keep=lambda: change_contacts(request=shown, actor=actor, contacts=wanted, seen=form.seen),
    )  # fmt: skip
    if kept:
        messages.success(request, "De contactpersonen zijn bewaard.")
    return kept
