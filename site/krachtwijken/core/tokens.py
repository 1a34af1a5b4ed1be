"""Keys that stand in addresses: numbers could be tried one after another."""

import hashlib
import secrets


def new_token() -> str:
    """24 characters of 144 random bits, safe in an address."""
    return secrets.token_urlsafe(18)


def token_of_words(token: str, text: str) -> str:
    """40 characters: of what was sent with a form under `token`. Sent twice it is the same; other words under the token of
    a page that somebody went back to are something new."""
    return hashlib.sha256(f"{token}\0{text}".encode()).hexdigest()[:40]
