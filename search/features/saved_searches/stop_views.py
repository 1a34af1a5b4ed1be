"""The link under a mail: without login, looking changes nothing.

Mail programs post to it for who presses their own button to stop (RFC 8058): they have no cookie, so no token against
forged requests either. The signed address is what allows it.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from krachtwijken.core.robots import hide_from_robots
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.links import searches_of_link
from search.features.saved_searches.services import stop_mail


@hide_from_robots
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_stop(request: HttpRequest, token: str) -> HttpResponse:
    searches = list(searches_of_link(token))
    if not searches:
        raise Http404
    if request.method == "POST":
        searches = [stop_mail(search=search) for search in searches]
    context = {
        "searches": searches,
        "stopped": all(search.frequency == Frequency.NEVER for search in searches),
    }
    return render(request, "search/saved/stop.html", context)
