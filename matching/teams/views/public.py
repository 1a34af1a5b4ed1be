"""What everybody may read: teams that are done, of which all agreed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from matching.teams.selectors import public_members, public_teams

PER_PAGE = 20


@require_safe
def list_teams(request: HttpRequest) -> HttpResponse:
    page = Paginator(public_teams(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/teams/public_list.html", {"page_obj": page})


@require_safe
def public_team(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(public_teams(), pk=pk)
    blockades = list(team.blockades.all())
    context = {
        "team": team,
        "gemeente": team.request.gemeente,
        "wijk": team.request.wijk,
        "members": public_members(team),
        "blockades": blockades,
        "broken": [row for row in blockades if row.broken_on],
    }
    return render(request, "matching/teams/public.html", context)
