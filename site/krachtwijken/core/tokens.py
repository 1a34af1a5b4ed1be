"""Keys that stand in addresses: numbers could be tried one after another."""

import secrets


def new_token() -> str:
    """24 characters of 144 random bits, safe in an address."""
    return secrets.token_urlsafe(18)
