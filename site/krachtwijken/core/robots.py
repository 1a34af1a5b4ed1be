"""Answers that no search engine keeps: what a key in the address opens, and what somebody put together in it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)
HEADER, WORD = "X-Robots-Tag", "noindex"


def hide_from_robots(
    view: Callable[Concatenate[HttpRequest, P], Answer],
) -> Callable[Concatenate[HttpRequest, P], Answer]:
    """The outermost of a view: a redirect, a refusal and a page that says that a key is over bear the word too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Answer:
        response = view(request, *args, **kwargs)
        response.headers[HEADER] = WORD
        return response

    answered.is_unindexed = True  # type: ignore[attr-defined] # a mark, for who walks the addresses
    return answered
