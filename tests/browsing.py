"""A visitor of pages in tests: who is logged in, and what a page says."""

from django.test import Client

from krachtwijken.accounts.models import User


def client_of(user: User | None) -> Client:
    """Of an account that must be there, as of an owner or an asker."""
    assert user is not None
    client = Client()
    client.force_login(user)
    return client


def body_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()
