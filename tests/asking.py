"""Ask an address as somebody and say in a word what came back; whatever it did is undone."""

from typing import Any

from django.db import transaction
from django.test import Client

LOGIN, REFUSED, NOTHING, METHOD, BROKEN, IN = "login", "refused", "nothing", "method", "broken", "in"
# Where Wagtail sends an editor who may not do what was asked.
ADMIN_HOME = "/admin/"


def kind_of(response: Any) -> str:
    status, target = response.status_code, response.headers.get("Location", "")
    if status == 302 and target.startswith("/accounts/login/"):
        return LOGIN
    if status == 403 or (status == 302 and target == ADMIN_HOME):
        return REFUSED
    return {404: NOTHING, 405: METHOD}.get(status, BROKEN if status >= 500 else IN)


def ask(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> Any:
    """The client keeps who it is, whatever the address did to its session."""
    cookies = client.cookies.copy()
    client.raise_request_exception = False
    with transaction.atomic():
        response = getattr(client, method.lower())(address, data or {})
        getattr(response, "render", lambda: None)()
        transaction.set_rollback(True)
    client.cookies = cookies
    return response
