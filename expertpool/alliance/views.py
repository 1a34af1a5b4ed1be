"""Pages of an organisation on its own people and offers, what everybody reads of them, and the tie on the own profile."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from expertpool.alliance.asking import ask_again, asks_of, put_forward
from expertpool.alliance.forms import BringForm, OfferForm, TieForm
from expertpool.alliance.rules import is_organisation
from expertpool.alliance.selectors import offers_of, organisations_with_offers, people_kept_by
from expertpool.alliance.services import OrganisationEndedError, set_organisation, write_offer
from expertpool.control.own import with_own_profile
from expertpool.importing.selectors import lists_taken_in
from expertpool.models import ExpertProfile
from expertpool.sections.forms import TITLES_OF_OTHER
from expertpool.sections.selectors import section_lines
from expertpool.sections.views import answer_evidence, answer_evidence_list, answer_section
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.selectors import alliance_of
from krachtwijken.core import unsent
from krachtwijken.core.models import Organisation, Theme
from krachtwijken.core.versions import ChangedMeanwhileError

LISTS_SHOWN, ASKS_SHOWN = 10, 200
READ_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@require(is_organisation)
def overview(request: HttpRequest) -> HttpResponse:
    offers = {(one.organisation_id, one.theme_id): one.text for one in offers_of(request.user)}
    organisations = list(alliance_of(request.user))
    themes = list(Theme.objects.all())
    context = {
        "people": people_kept_by(request.user),
        "asks": asks_of(request.user)[:ASKS_SHOWN],
        "lists": lists_taken_in(request.user)[:LISTS_SHOWN],
        "organisations": [
            (one, [(theme, offers.get((one.pk, theme.pk), "")) for theme in themes]) for one in organisations
        ],
    }
    return render(request, "expertpool/alliance/overview.html", context)


def _person(request: HttpRequest, slug: str) -> ExpertProfile:
    return get_object_or_404(people_kept_by(request.user), slug=slug)


def _back(profile: ExpertProfile) -> dict[str, Any]:
    return {
        "back": reverse("expertpool:organisation_person", args=[profile.slug]),
        "back_title": profile.title,
        "of_other": True,
    }


@require_safe
@require(is_organisation)
def person(request: HttpRequest, slug: str) -> HttpResponse:
    profile = _person(request, slug)
    lines = section_lines(profile)
    context = {
        "profile": profile,
        "sections": [(name, title, lines[name]) for name, title in TITLES_OF_OTHER.items()],
        "proofs": len(profile.counting_evidence()),
    }
    return render(request, "expertpool/alliance/person.html", context)


@require_http_methods(READ_OR_POST)
@require(is_organisation)
def person_section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    profile = _person(request, slug)
    return answer_section(request, profile, name, {**_back(profile), "title": TITLES_OF_OTHER.get(name)})


@require_http_methods(READ_OR_POST)
@require(is_organisation)
def person_evidence(request: HttpRequest, slug: str) -> HttpResponse:
    profile = _person(request, slug)
    return answer_evidence_list(request, profile, _back(profile))


@require_http_methods(READ_OR_POST)
@require(is_organisation)
def person_evidence_edit(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    profile = _person(request, slug)
    back = reverse("expertpool:organisation_evidence", args=[slug])
    return answer_evidence(request, profile, pk, {"back": back, "of_other": True})


@require_http_methods(READ_OR_POST)
@require(is_organisation)
def bring(request: HttpRequest) -> HttpResponse:
    """Somebody of the own organisation, who decides."""
    form = BringForm(unsent.data(request), viewer=request.user)
    if request.method == "POST" and form.is_valid():
        put_forward(**form.cleaned_data, actor=user_of(request))
        messages.success(request, "Dank u wel. Uw collega krijgt een mail en beslist zelf.")
        return redirect("expertpool:organisation")
    status = 422 if request.method == "POST" else 200
    return render(request, "expertpool/alliance/bring.html", {"form": form}, status=status)


@require_POST
@require(is_organisation)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer is the same for each: it must not tell who was in the pool or said no."""
    ask_again(ask=get_object_or_404(asks_of(request.user), pk=pk), actor=user_of(request))
    messages.success(request, "Dank u wel. Wie nog niet antwoordde, krijgt nog één mail.")
    return redirect("expertpool:organisation")


@require_http_methods(READ_OR_POST)
@require(is_organisation)
def offer(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    organisation: Organisation = get_object_or_404(alliance_of(request.user), slug=slug)
    chosen = get_object_or_404(Theme, code=theme)
    there = offers_of(request.user).filter(organisation=organisation, theme=chosen).first()
    now = {"text": there.text if there else ""}
    form = OfferForm(unsent.data(request), initial=now)
    form.show_version(now)
    if request.method == "POST" and form.is_valid():
        try:
            write_offer(
                organisation=organisation, theme=chosen, text=form.cleaned_data["text"],
                actor=user_of(request), seen=form.seen,
            )  # fmt: skip
        except ChangedMeanwhileError as error:
            form.tell_changed(error)
        else:
            messages.success(request, "Bewaard.")
            return redirect("expertpool:organisation")
    context = {"form": form, "organisation": organisation, "theme": chosen}
    status = 422 if request.method == "POST" else 200
    return render(request, "expertpool/alliance/offer.html", context, status=status)


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """What organisations offer, for everybody."""
    context = {"organisations": organisations_with_offers()}
    return render(request, "expertpool/alliance/offers.html", context)


@require_http_methods(READ_OR_POST)
@with_own_profile
def own_organisation(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    now = {"organisation": profile.organisation_id}
    form = TieForm(unsent.data(request), initial=now)
    form.show_version(now)
    if request.method == "POST" and form.is_valid():
        try:
            set_organisation(
                profile=profile, organisation=form.cleaned_data["organisation"], actor=user_of(request),
                seen=form.seen,
            )  # fmt: skip
        except ChangedMeanwhileError as error:
            form.tell_changed(error)
        except OrganisationEndedError:
            form.add_error("organisation", "Deze organisatie bestaat niet meer. Kies een andere.")
        else:
            messages.success(request, "Bewaard.")
            return redirect("expertpool:own")
    context = {"form": form, "profile": profile}
    status = 422 if request.method == "POST" else 200
    return render(request, "expertpool/alliance/tie.html", context, status=status)
