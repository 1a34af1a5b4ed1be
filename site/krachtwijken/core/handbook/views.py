"""The handbook, open to everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from krachtwijken.core.handbook.chapters import chapters, task_at


@require_safe
def show_handbook(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"chapters": chapters().values()})


@require_safe
def show_chapter(request: HttpRequest, code: str) -> HttpResponse:
    chapter = chapters().get(code)
    if chapter is None:
        raise Http404
    return render(request, "help/chapter.html", {"chapter": chapter})


@require_safe
def show_task(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    found = task_at(code, slug)
    if found is None:
        raise Http404
    chapter, task = found
    user = request.user
    context = {
        "chapter": chapter,
        "task": task,
        "others": [one for one in chapter.tasks if one.slug != slug],
        # Where another role works is closed; who is not logged in comes by the login page.
        "may_follow": not user.is_authenticated or chapter.code in user.roles,
    }
    return render(request, "help/task.html", context)
