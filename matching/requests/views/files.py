"""While asking: files that go with the request. One form adds, another takes away; both without a script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.query_params import text_param, whole_number
from krachtwijken.core.ratelimit import allow
from matching.models import RequestDraft
from matching.requests.forms.files import MOST_FILES, FilesForm
from matching.requests.forms.wizard import FILES, TITLES, pages_for
from matching.requests.rules import may_ask
from matching.requests.selectors import draft_at
from matching.requests.services.draft_files import DraftGoneError, FilesFullError, add_files, remove_file
from matching.requests.services.drafts import AlreadySentError
from matching.requests.views.wizard import (
    DRAFT,
    KEPT,
    SENT,
    TOKEN_LENGTH,
    address_after,
    kept_parameters,
    wizard_address,
)

# By one person: how often files may be sent.
SENDINGS, HOUR = 60, 3600
GONE = "Deze aanvraag is in een ander venster weggegooid."
ADD = "voeg-toe"


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_ask)
def wizard_files(request: HttpRequest) -> HttpResponse:
    """Every button keeps what was chosen; "Voeg toe" stays here to choose more."""
    user = user_of(request)
    draft = draft_at(user, text_param(request.GET, DRAFT, longest=TOKEN_LENGTH))
    if draft is None:
        return redirect("matching:new")
    if draft.submitted is not None:
        messages.info(request, SENT)
        return redirect(draft.submitted)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    if request.method == "POST":
        if not allow(scope="wizard_files", who=str(user.pk), limit=SENDINGS, seconds=HOUR):
            return too_many_requests(request)
        try:
            if answer := _keep(request, draft, form):
                return answer
        except AlreadySentError as error:
            messages.info(request, SENT)
            return redirect(error.request)
        except DraftGoneError:
            messages.info(request, GONE)
            return redirect("matching:own")
    return _page(request, draft, form)


def _keep(request: HttpRequest, draft: RequestDraft, form: FilesForm) -> HttpResponse | None:
    """None when something is not right: then the page says so."""
    user, action = user_of(request), request.POST.get("doe", "")
    if "weg" in request.POST:
        remove_file(actor=user, token=draft.token, pk=whole_number(request.POST["weg"]) or 0)
        return redirect(_address(request, draft))
    if not form.is_valid():
        return None
    files = form.cleaned_data["files"]
    if action == ADD and not files:
        form.add_error("files", "Kies een bestand.")
        return None
    try:
        if files:
            add_files(actor=user, token=draft.token, files=files)
    except FilesFullError as error:
        form.add_error("files", str(error))
        return None
    if action == ADD:
        return redirect(_address(request, draft))
    if action == "stop":
        messages.success(request, KEPT)
        return redirect("matching:own")
    return redirect(address_after(FILES, draft, request))


def _address(request: HttpRequest, draft: RequestDraft) -> str:
    return wizard_address("step", draft.token, FILES, **kept_parameters(request))


def _page(request: HttpRequest, draft: RequestDraft, form: FilesForm) -> HttpResponse:
    files = list(draft.files.all())
    context = {
        "form": form, "files": files, "is_full": len(files) >= MOST_FILES, "add": ADD, "title": TITLES[FILES],
        "here": FILES, "steps": [(key, TITLES[key]) for key in pages_for(draft.answers)],
        "address": _address(request, draft),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "matching/files.html", context, status=status)
