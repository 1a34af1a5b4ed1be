"""What the script of the form asks while somebody writes. Nothing is kept; who may come here, the door of the content
management decides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from knowledge.writing.panel import help_for_post


@require_POST
def show_writing_help(request: HttpRequest) -> HttpResponse:
    return render(request, "knowledge/writing/help.html", {"help": help_for_post(request.POST)})
