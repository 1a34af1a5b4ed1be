"""What is refused as a password, and that the refusal is Dutch in the u-form, whichever check says it."""

import re

import pytest
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.test import Client

from krachtwijken.accounts.models import User

# Per check: what it refuses, and a word that only its message holds.
REFUSED = {
    "UserAttributeSimilarityValidator": ("aanjager.west@bureau", "uw e-mailadres"),
    "MinimumLengthValidator": ("kort3woord", "minstens 12 tekens"),
    "CommonPasswordValidator": ("1q2w3e4r5t6y", "Veel mensen"),
    "NumericPasswordValidator": ("918273645019", "alleen cijfers"),
}
ENGLISH = re.compile(r"\b(the|this|your|password|must|too|characters?|entirely)\b", re.IGNORECASE)
FAMILIAR = re.compile(r"\b(je|jij|jouw)\b", re.IGNORECASE)


def complaints(password: str) -> list[str]:
    user = User(email="aanjager.west@bureau.nl", name="Wijkregisseur Zuidoost")
    with pytest.raises(ValidationError) as caught:
        validate_password(password, user)
    return list(caught.value.messages)


def test_each_check_is_looked_at() -> None:
    assert {type(one).__name__ for one in get_default_password_validators()} == set(REFUSED)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_each_refusal_is_dutch(name: str) -> None:
    password, word = REFUSED[name]
    told = " ".join(complaints(password))
    assert word in told
    assert not ENGLISH.search(told)
    assert not FAMILIAR.search(told)
    assert "de e-mailadres" not in told


def test_each_help_text_is_dutch() -> None:
    told = password_validators_help_texts()
    assert len(told) == len(REFUSED)
    for text in told:
        assert not ENGLISH.search(text)
        assert not FAMILIAR.search(text)


@pytest.mark.parametrize("password", ["123456789012", "000000000000", "qwerty123456", "112233445566"])
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert complaints(password)


def test_own_name_is_refused() -> None:
    assert "uw naam" in " ".join(complaints("wijkregisseur-zuidoost"))


def test_four_words_are_good() -> None:
    validate_password("anker-appel-avond-balkon", User(email="a@bureau.nl"))


@pytest.mark.django_db
def test_page_tells_it_in_dutch(client: Client) -> None:
    """Of the page of somebody who is logged in; the one of a new account has the same fields."""
    user = User.objects.create_user("aanjager@bureau.nl", "anker-appel-avond-balkon", name="Aanjager")
    client.force_login(user)
    at = "/accounts/password/change/"
    sent = {"oldpassword": "anker-appel-avond-balkon", "password1": "kort", "password2": "anders"}
    short = client.post(at, sent, headers={"accept-language": "en"})
    twice = client.post(at, {**sent, "password1": "anker-appel-avond-molen"})
    assert "minstens 12 tekens" in short.content.decode()
    assert "This password" not in short.content.decode()
    assert "Typ in beide velden hetzelfde wachtwoord." in twice.content.decode()
    assert "Je moet" not in twice.content.decode()
