"""The list: keep a page, arrange, share, print."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge.shortlist import presenter, selectors, services
from knowledge.shortlist.cookie import hand_over, holder_of, take_back
from knowledge.shortlist.forms import NewListForm, Press, ShortlistForm
from knowledge.shortlist.models import MAX_ITEMS, MAX_LISTS, Shortlist
from knowledge.shortlist.rules import Holder, may_edit
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_logged_in
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.query_params import whole_number
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.robots import hide_from_robots

KEEPS_PER_HOUR = 120
FULL = f"Uw lijst is vol: er passen {MAX_ITEMS} pagina's op. Haal er eerst een af, of begin een nieuwe lijst."
NO_MORE_LISTS = f"U hebt al {MAX_LISTS} lijsten. Verwijder er eerst een."


@never_cache
@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """To the list that is in use; without one, what a list is for."""
    shortlist = selectors.current_list(holder_of(request))
    if shortlist is not None:
        return redirect("knowledge:shortlist_detail", token=shortlist.token)
    return render(request, "knowledge/shortlist/empty.html", {"max_items": MAX_ITEMS})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    if not allow(scope="shortlist", who=_who(request), limit=KEEPS_PER_HOUR, seconds=3600):
        return too_many_requests(request)
    page = get_object_or_404(
        selectors.keepable_pages(request.user), pk=whole_number(request.POST.get("page", ""))
    )
    response = redirect(_back(request))
    try:
        shortlist = services.keep_page(page=page, holder=holder_of(request))
    except services.ListIsFullError:
        messages.error(request, FULL)
        return response
    except services.ListIsGoneError:
        return _gone(request)
    messages.success(request, f"Bewaard in “{shortlist.title}”.")
    hand_over(response, shortlist)
    return response


@hide_from_robots
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, token: str) -> HttpResponse:
    """The owner arranges; others read, as long as the owner shares it."""
    holder = holder_of(request)
    shortlist = selectors.list_for_reading(token, holder)
    if shortlist is None:
        return _gone(request)
    if not may_edit(shortlist, holder):
        return _appendix(request, shortlist, mine=False)
    press = Press(request.POST.get("doe", ""))
    form = _form(request, shortlist, leaving=press.row if press.verb == "weg" else None)
    if request.method != "POST" or not form.is_valid():
        return _edit(request, shortlist, form)
    try:
        services.save_list(shortlist=shortlist, title=form.cleaned_data["title"], notes=form.notes())
        _do(press, shortlist, form.rows)
    except services.ListIsGoneError:
        return _gone(request)
    messages.success(request, "Uw lijst is bewaard.")
    response = redirect("knowledge:shortlist_detail", token=shortlist.token)
    hand_over(response, shortlist)
    return response


def _form(request: HttpRequest, shortlist: Shortlist, *, leaving: int | None = None) -> ShortlistForm:
    return ShortlistForm(
        request.POST or None,
        entries=selectors.entries_of(shortlist, request.user),
        initial={"title": shortlist.title},
        leaving=leaving,
    )


def _edit(request: HttpRequest, shortlist: Shortlist, form: ShortlistForm) -> HttpResponse:
    shown = presenter.shown_list(shortlist, form.entries)
    context = shown | {
        "form": form,
        "rows": [(entry, form[f"note_{entry.item.pk}"]) for entry in shown["entries"]],
        "share_address": request.build_absolute_uri(shortlist.get_absolute_url()),
        "has_unseen": shortlist.items.count() > len(form.entries),
    }
    return render(request, "knowledge/shortlist/edit.html", context, status=422 if form.errors else 200)


def _keep_what_was_typed(request: HttpRequest, shortlist: Shortlist) -> HttpResponse | None:
    """Every button on the page of a list sends its title and notes along. The page again when those are not right."""
    if "title" not in request.POST:
        return None
    form = _form(request, shortlist)
    if not form.is_valid():
        return _edit(request, shortlist, form)
    services.save_list(shortlist=shortlist, title=form.cleaned_data["title"], notes=form.notes())
    return None


@hide_from_robots
@never_cache
@require_safe
def appendix(request: HttpRequest, token: str) -> HttpResponse:
    """The list as a document: what goes with a proposal to the council."""
    holder = holder_of(request)
    shortlist = selectors.list_for_reading(token, holder)
    if shortlist is None:
        return _gone(request)
    return _appendix(request, shortlist, mine=may_edit(shortlist, holder))


def _appendix(request: HttpRequest, shortlist: Shortlist, *, mine: bool) -> HttpResponse:
    context = presenter.shown_list(shortlist, selectors.entries_of(shortlist, request.user)) | {
        "mine": mine,
        "today": timezone.localdate(),
    }
    return render(request, "knowledge/shortlist/appendix.html", context)


@require_POST
def share(request: HttpRequest, token: str) -> HttpResponse:
    shortlist = _editable(token, holder_of(request))
    try:
        if refused := _keep_what_was_typed(request, shortlist):
            return refused
        if request.POST.get("aan") == "1":
            services.share_list(shortlist=shortlist, actor=_actor(request))
            messages.success(request, "Wie de link heeft, kan uw lijst nu lezen. Deel alleen met wie u wilt.")
        else:
            shortlist = services.stop_sharing(shortlist=shortlist, actor=_actor(request))
            messages.success(request, "U deelt deze lijst niet meer. De oude link werkt niet meer.")
    except services.ListIsGoneError:
        return _gone(request)
    return redirect("knowledge:shortlist_detail", token=shortlist.token)


@require_POST
def remove(request: HttpRequest, token: str) -> HttpResponse:
    shortlist = _editable(token, holder_of(request))
    services.remove_list(shortlist=shortlist)
    messages.success(request, "De lijst is verwijderd.")
    if shortlist.owner_id is not None:
        return redirect("knowledge:shortlist_own")
    response = redirect("knowledge:shortlist")
    take_back(response)
    return response


@require_POST
@require(is_logged_in)
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """The list of this browser moves to the account."""
    shortlist = _editable(token, holder_of(request))
    response = redirect("knowledge:shortlist_own")
    try:
        if refused := _keep_what_was_typed(request, shortlist):
            return refused
        services.claim_list(shortlist=shortlist, owner=user_of(request))
    except services.ListIsFullError:
        messages.error(request, NO_MORE_LISTS)
        return response
    except services.ListIsGoneError:
        return _gone(request)
    messages.success(request, "De lijst staat nu in uw account.")
    take_back(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@require(is_logged_in)
def own(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = NewListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shortlist = services.make_list(owner=user, title=form.cleaned_data["title"])
        except services.ListIsFullError:
            form.add_error(None, NO_MORE_LISTS)
        else:
            return redirect("knowledge:shortlist_detail", token=shortlist.token)
    context = {
        "lists": selectors.lists_of(user),
        "of_browser": selectors.list_of_browser(holder_of(request)),
        "form": form,
    }
    return render(request, "knowledge/shortlist/own.html", context, status=422 if form.errors else 200)


def _do(press: Press, shortlist: Shortlist, rows: list[int]) -> None:
    if press.verb in {"omhoog", "omlaag"}:
        services.move_item(shortlist=shortlist, item=press.row, up=press.verb == "omhoog", among=rows)
    elif press.verb == "weg":
        services.drop_item(shortlist=shortlist, item=press.row)
    elif press.verb == "opruimen":
        services.drop_unseen(shortlist=shortlist, seen=rows)


def _gone(request: HttpRequest) -> HttpResponse:
    """The same answer for a list that never was, was removed, or is not shared."""
    return render(request, "knowledge/shortlist/gone.html", status=404)


def _editable(token: str, holder: Holder) -> Shortlist:
    shortlist = selectors.list_for_edit(token, holder)
    if shortlist is None:
        raise Http404
    return shortlist


def _actor(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _who(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else visitor_of(request)


def _back(request: HttpRequest) -> str:
    """The page where the button was, from the root of the site; never another site, and never the name of a view."""
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed and wanted.startswith("/") else "/lijst/"
