"""The pages of beheer: every mail in one list, and one text at a time."""

from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    PreviewOnCreateView,
    PreviewOnEditView,
)

from krachtwijken.core.mail_texts.forms import MailTextForm, digest_of
from krachtwijken.core.mail_texts.models import MailText
from krachtwijken.core.mail_texts.packaged import site_mails

LIST = "wagtailsnippets_core_mailtext:list"
WHICH = "mail"
TAKEN_BACK = "De tekst van de site gold al: iemand anders zette deze mail terug."


def text_of(key: str) -> MailText:
    """As it is kept, or that of the site to begin with; an empty one for a mail that there is not."""
    mail = site_mails().get(key)
    text = MailText.objects.filter(key=key).first() if mail is not None else None
    if mail is None or text is not None:
        return text or MailText()
    return MailText(key=key, subject=mail.subject, body=mail.body)


def state_of(text: MailText) -> str:
    if text.pk is None:
        return "tekst van de site"
    if text.mail is None:
        return "aangepast; de site verstuurt deze mail niet meer"
    if text.failed_at:
        day = formats.date_format(timezone.localtime(text.failed_at), "j F Y H:i")
        return f"aangepast, maar mislukt op {day}: sindsdien kan de tekst van de site meegaan"
    revision = text.latest_revision
    if revision is None:
        return "aangepast"
    who = f" door {revision.user.get_full_name()}" if revision.user else ""
    return f"aangepast op {formats.date_format(timezone.localtime(revision.created_at), 'j F Y H:i')}{who}"


class MailTextList(IndexView):
    """Every mail that the site sends, changed or not, and texts of mail that it does not send any more."""

    is_searchable = False

    columns = [
        TitleColumn(
            "name",
            label="Mail",
            accessor=str,
            get_url=lambda text: address_of(text),
        ),
        Column("when", label="Wanneer", accessor=lambda text: text.mail.when if text.mail else ""),
        Column("state", label="Tekst", accessor=state_of),
    ]

    def get_queryset(self) -> Any:
        kept = {text.key: text for text in MailText.objects.select_related("latest_revision__user")}
        listed = [
            kept.pop(mail.key, MailText(key=mail.key, subject="", body="")) for mail in site_mails().values()
        ]
        return [*listed, *kept.values()]

    @property
    def header_buttons(self) -> list[Any]:
        # A mail is chosen from the list; there is nothing to add.
        return []


class CheckedSaving:
    """The second of two people hears of the first, and keeps what was typed."""

    request: HttpRequest
    form: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        # Half a text must not go into the mail.
        self.autosave_enabled = False

    def is_valid(self, form: MailTextForm) -> bool:
        fine = bool(super().is_valid(form))  # type: ignore[misc]
        now = MailText.objects.select_for_update(of=("self",)).filter(key=form.instance.key).first()
        if fine and form.cleaned_data["seen"] != digest_of(now):
            return self._refuse(form, now)
        return fine

    def form_valid(self, form: MailTextForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            # Both were the first.
            self._refuse(form, MailText.objects.filter(key=form.instance.key).first())
            answer = self.form_invalid(form)  # type: ignore[attr-defined]
        return answer

    def _refuse(self, form: MailTextForm, now: MailText | None) -> bool:
        form.tell_that_text_moved(now)
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return False


class MailTextAdd(CheckedSaving, CreateView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get(WHICH) not in site_mails() and self.user_has_permission("add"):
            messages.warning(request, "Kies eerst een mail uit de lijst.")
            return redirect(LIST)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_initial_form_instance(self) -> MailText:
        return text_of(self.request.GET[WHICH])

    def get_page_subtitle(self) -> str:
        return site_mails()[self.request.GET[WHICH]].name

    def get_add_url(self) -> str:
        return _with_mail(super().get_add_url(), self.request)

    def get_preview_url(self) -> str:
        return _with_mail(super().get_preview_url(), self.request)


class GoneTold:
    """Somebody else may have brought back the text of the site in the meantime."""

    is_gone = False
    permission_required: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        try:
            super().setup(request, *args, **kwargs)  # type: ignore[misc]
        except Http404:
            self.is_gone = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_gone and self.user_has_permission(self.permission_required):  # type: ignore[attr-defined]
            messages.warning(request, TAKEN_BACK)
            return redirect(LIST)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class MailTextEdit(GoneTold, CheckedSaving, EditView):
    delete_item_label = "Terug naar de tekst van de site"


class MailTextDelete(GoneTold, DeleteView):
    page_title = "Terug naar de tekst van de site"
    confirmation_message = "Hierna gaat deze mail weer met de tekst van de site. Uw eigen tekst gaat weg."
    success_message = "“%(object)s” heeft weer de tekst van de site."
    template_name = "core/mail_text_delete.html"


class PreviewOfTyped:
    """What is typed, right or not: what is wrong stands above it."""

    parent_object_id: str

    def get_form(self, data: Any) -> MailTextForm:
        form: MailTextForm = super().get_form(data)  # type: ignore[misc]
        form.is_preview = True
        return form


class PreviewOfNew(PreviewOfTyped, PreviewOnCreateView):
    def get_object(self) -> MailText:
        text = text_of(self.request.GET.get(WHICH, ""))
        # Else what was typed for one mail would show with another.
        self.parent_object_id = text.key
        return text


class PreviewOfKept(PreviewOfTyped, PreviewOnEditView):
    pass


def address_of(text: MailText) -> str:
    if text.pk is None:
        return f"{reverse('wagtailsnippets_core_mailtext:add')}?{WHICH}={text.key}"
    return reverse("wagtailsnippets_core_mailtext:edit", args=[text.pk])


def _with_mail(address: str, request: HttpRequest) -> str:
    return f"{address}?{WHICH}={request.GET[WHICH]}"
