"""Post: mail that waits for somebody at the loket."""

import re

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.audit import events_of
from krachtwijken.core.query_params import choice_param
from matching.asides.rules import keeps_files
from matching.mail_in.enums import RemovalReason
from matching.mail_in.forms import AnswerMailForm, PlaceMailForm, RemoveMailForm
from matching.mail_in.models import IncomingMail
from matching.mail_in.selectors import (
    file_visible_to,
    loose_bounces,
    mails_visible_to,
    settled_mails,
    waiting_mails,
)
from matching.mail_in.services.deciding import answer_mail, place_mail, remove_mail
from matching.requests.downloads import as_download
from matching.requests.rules import may_handle
from matching.requests.workflow import WrongStepError

PER_PAGE = 25
PLACE, ANSWER, REMOVE = "plaats", "antwoord", "verwijder"
STATES = [("wacht", "Wacht op u"), ("klaar", "Afgehandeld")]
REFERENCE = re.compile(r"\bKW-\d{4}-\d{4,6}\b", re.IGNORECASE)


@require_safe
@require(may_handle)
def post(request: HttpRequest) -> HttpResponse:
    chosen = choice_param(request.GET, "stand", [value for value, _ in STATES], default="wacht")
    mails = waiting_mails(request.user) if chosen == "wacht" else settled_mails(request.user)
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page, "chosen": chosen, "states": STATES,
        "bounces": loose_bounces(request.user) if chosen == "wacht" else [],
    }  # fmt: skip
    return render(request, "matching/mail_in/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_handle)
def post_mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(mails_visible_to(request.user).prefetch_related("files"), pk=pk)
    what = request.POST.get("doe", "")
    forms_ = _forms_of(request, mail, what)
    form = forms_.get(what)
    if request.method == "POST":
        if form is None:
            messages.error(request, "Kies wat er met de mail gebeurt.")
            return redirect("matching:post_mail", pk=pk)
        if form.is_valid() and _decide(request, mail, what, form):
            return redirect("matching:post")
        mail.refresh_from_db()
    context = {
        "mail": mail, "files": mail.files.all(), "place": forms_[PLACE], "answer": forms_[ANSWER],
        "remove": forms_[REMOVE], "form": form, "events": events_of(mail),
    }  # fmt: skip
    return render(
        request, "matching/mail_in/detail.html", context, status=422 if request.method == "POST" else 200
    )


def _forms_of(request: HttpRequest, mail: IncomingMail, what: str) -> dict[str, forms.Form]:
    """Each with what was sent to it, or with what was typed before the session ended."""
    sent = unsent.data(request)
    chosen = what or (sent.get("doe", "") if sent is not None else "")
    bound = {name: sent if name == chosen else None for name in (PLACE, ANSWER, REMOVE)}
    return {
        PLACE: PlaceMailForm(
            bound[PLACE],
            viewer=request.user,
            about=mail.about,
            initial=_proposed(mail),
            auto_id=f"{PLACE}_%s",
        ),
        ANSWER: AnswerMailForm(bound[ANSWER], auto_id=f"{ANSWER}_%s"),
        REMOVE: RemoveMailForm(bound[REMOVE], auto_id=f"{REMOVE}_%s"),
    }


def _proposed(mail: IncomingMail) -> dict[str, str]:
    """Of a mail that may name a resident nothing is filled in: whoever places it types what may stand there."""
    named = REFERENCE.search(mail.subject)
    reference = mail.request.reference if mail.request else (named.group().upper() if named else "")
    if mail.is_sensitive:
        return {"reference": reference}
    who = mail.sender_name or mail.sender or "iemand zonder afzender"
    return {"reference": reference, "text": f"Per mail ontvangen van {who}:\n\n{mail.text}"}


def _decide(request: HttpRequest, mail: IncomingMail, what: str, form: forms.Form) -> bool:
    """What was refused is told in the form: what was typed stays on the page."""
    actor, data = user_of(request), form.cleaned_data
    try:
        if what == PLACE:
            place_mail(
                mail=mail, actor=actor, request=data["reference"], text=data["text"],
                is_internal=data["is_internal"], is_aside=data.get("is_aside", False),
            )  # fmt: skip
            messages.success(request, f"De mail staat in het gesprek over {data['reference'].reference}.")
        elif what == ANSWER:
            answer_mail(mail=mail, actor=actor, text=data["text"])
            messages.success(request, "Uw antwoord gaat per mail naar de afzender.")
        else:
            remove_mail(mail=mail, actor=actor, reason=RemovalReason(data["reason"]))
            messages.success(request, "De mail is verwijderd.")
    except WrongStepError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
@require(keeps_files)
def post_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Always as something to keep, never shown inside the site."""
    found = file_visible_to(request.user, pk, file)
    if found is None:
        raise Http404
    return as_download(found.file, found.name)
