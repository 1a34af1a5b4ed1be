"""The words of the mail that beheer gave: what may stand in them, and that no mail is lost by them."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from krachtwijken.core.mail import queue_mail, render_mail
from krachtwijken.core.mail_texts.checking import complaints_about
from krachtwijken.core.mail_texts.examples import example_cases
from krachtwijken.core.mail_texts.packaged import site_mails, template_of
from krachtwijken.core.mail_texts.showing import preview_of, usable_fields
from krachtwijken.core.models import MailText

KEYS = list(site_mails())
STATUS = {
    "reference": "KW-2030-0001", "status": "In behandeling", "reason": "", "alternative": "",
    "url": "https://kw.example/loket/verzoek/KW-2030-0001/",
}  # fmt: skip
TEMPLATE = "mail/loket_status.txt"
BODY = (
    "Goedendag,\n\nDe stand van {{ reference }} is {{ status }}.\n"
    "{% if reason %}{{ reason }}{% endif %}\n{{ alternative }}\n{{ url }}"
)


def kept(key: str = "loket_status", subject: str = "Nieuws over {{ reference }}", body: str = BODY) -> Any:
    return MailText.objects.create(key=key, subject=subject, body=body)


def told(key: str, body: str, subject: str = "Onderwerp") -> dict[str, list[str]]:
    return complaints_about(site_mails()[key], subject, body)


def test_every_mail_of_the_site_is_in_the_list_and_no_other() -> None:
    folder = Path(settings.BASE_DIR) / "site" / "templates" / "mail"
    assert {path.stem for path in folder.glob("*.txt")} == set(KEYS)
    assert all(mail.name and mail.when for mail in site_mails().values())
    assert len({mail.name for mail in site_mails().values()}) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_text_of_the_site_passes_its_own_check_and_every_field_has_an_example(key: str) -> None:
    mail = site_mails()[key]
    assert complaints_about(mail, mail.subject, mail.body) == {}
    assert [row.element for row in usable_fields(mail) if not row.example] == []
    shown = preview_of(mail, mail.subject, mail.body)
    assert shown.letters
    assert not shown.complaints
    assert set(mail.needs) <= {row.element for row in usable_fields(mail)}
    assert all(link in mail.body for link in mail.may_go)


@pytest.mark.django_db
@pytest.mark.parametrize("key", KEYS)
def test_copy_of_the_text_of_the_site_gives_the_same_mail(key: str) -> None:
    mail = site_mails()[key]
    without = [render_mail(template_of(key), case) for case in example_cases(mail)]
    text = kept(key, mail.subject, mail.body)
    assert [render_mail(template_of(key), case) for case in example_cases(mail)] == without
    text.refresh_from_db()
    assert text.failed_at is None


@pytest.mark.django_db
def test_changed_text_goes_out_at_once_and_deleting_it_brings_the_one_of_the_site_back() -> None:
    before = render_mail(TEMPLATE, STATUS)
    text = kept()
    subject, body = render_mail(TEMPLATE, {**STATUS, "reason": "<b>Tom & Jerry</b>"})
    assert subject == "Nieuws over KW-2030-0001"
    assert "<b>Tom & Jerry</b>" in body, "plain text: nothing is escaped"
    message = queue_mail(to="a@arnhem.nl", template=TEMPLATE, context=STATUS, key="loket:x")
    assert message.body.startswith("Goedendag,")
    MailText.objects.filter(pk=text.pk).update(subject="Anders")
    assert render_mail(TEMPLATE, STATUS)[0] == "Anders", "nothing is held back"
    text.delete()
    assert render_mail(TEMPLATE, STATUS) == before


@pytest.mark.django_db
def test_text_is_read_with_one_query() -> None:
    kept()
    with CaptureQueriesContext(connection) as queries:
        render_mail(TEMPLATE, STATUS)
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{{ url }} {{ secret }} {{ reason }}{{ alternative }}", "{{ secret }} kan niet in deze mail"),
        ("{{ url }}{{ request.user }}", "{{ request.user }} kan niet"),
        ("{{ url|upper }}", "{{ url|upper }} kan niet"),
        ("{{ url }}{% include 'mail/loket_new.txt' %}", "{% include 'mail/loket_new.txt' %} kan niet"),
        ("{{ url }}{% load static %}", "{% load static %} kan niet"),
        ("{{ url }}{% debug %}", "{% debug %} kan niet"),
        ("{{ url }}{# iets #}", "{# iets #} kan niet"),
        ('{{ url }}{% url "account_login" %}', "kan niet"),
        ("{{ url }}{% if url %}{% endif %}", "{% if url %} kan niet"),
        ("{{ url }} {{ reason", "losse accolade"),
        ("{{ url }} reason }}", "losse accolade"),
        ("{{ url }} {reason}", "losse accolade"),
        ("{{\nurl\n}}", "losse accolade"),
        ("{{ url }}{{ reason }}{{ alternative }}{% if reason %}iets", "Niet elk begin heeft een einde"),
        ("{{ url }}{{ reason }}{{ alternative }}{% endif %}", "Niet elk begin heeft een einde"),
        ("Lees verder. {{ reason }}{{ alternative }}", "{{ url }} ontbreekt"),
        ("{{ url }}{{ alternative }}", "{{ reason }} ontbreekt"),
        ("{{ reason }}{{ alternative }}{% if reason %} {{ url }}{% endif %}", "staat er niet altijd bij"),
        ("{{ reason }}{{ alternative }} {{ url }}klik", "zit vast aan andere letters"),
        ("{% if reason %}{{ url }}{% endif %}", "staat er niet altijd bij"),
        ("   ", "mag nooit leeg zijn"),
        ("{{ reason }}{{ alternative }} ({{ url }}).", ""),
        ("{% if not reason %}Geen reden.{% else %}{{ reason }}{% endif %} {{ alternative }} {{url}}", ""),
    ],
)
def test_what_may_stand_in_a_text(body: str, words: str) -> None:
    found = told("loket_status", body).get("body", [])
    assert (words in " ".join(found)) if words else found == []
    assert bool(found) is bool(words)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("", "Schrijf een onderwerp"),
        ("Een\ntwee", "één regel"),
        ("{% if reason %}Over {{ reference }}{% endif %}", "blijft leeg"),
        ("{{ nee }}", "{{ nee }} kan niet"),
    ],
)
def test_what_may_stand_in_a_subject(subject: str, words: str) -> None:
    assert words in " ".join(told("loket_status", BODY, subject)["subject"])


def test_link_of_each_case_is_asked_for() -> None:
    """With a link that logs in by itself, and without."""
    only_one = "{% if thread_url %}{{ thread_url }}{% endif %} {{ gemeente }}"
    assert "{{ url }}" in " ".join(told("aside_helper", only_one)["body"])
    other = "{{ url }}"
    assert "{{ thread_url }} ontbreekt" in " ".join(told("aside_helper", other)["body"])
    assert told("aside_helper", "{{ url }} {% if thread_url %}{{ thread_url }} {% endif %}") == {}


def test_field_of_a_loop_outside_it_is_refused() -> None:
    mail = site_mails()["saved_search"]
    found = complaints_about(mail, mail.subject, f"{{{{ part.name }}}} {mail.body}")
    assert "kan alleen tussen {% for … %} en {% endfor %}" in found["body"][0]


def test_link_that_the_mail_is_not_for_may_go() -> None:
    mail = site_mails()["application_declined"]
    body = mail.body.replace("{{ base_url }}/kennis/", "de site")
    assert complaints_about(mail, mail.subject, body) == {}


FAILING = {
    "unknown tag": "{% include 'mail/loket_new.txt' %}{{ url }}",
    "unbalanced": "{% if reason %}{{ url }}",
    "without its link": "Dag {{ reference }}",
    "half a field": "{{ url }} {{ reason",
    "empty": "{{ reason }}",
}


@pytest.mark.django_db
@pytest.mark.parametrize("body", FAILING.values(), ids=FAILING)
def test_text_that_fails_falls_back_to_the_site_and_is_noted(
    body: str, django_capture_on_commit_callbacks: Any
) -> None:
    before = render_mail(TEMPLATE, STATUS)
    text = kept(body=body)
    with django_capture_on_commit_callbacks(execute=True):
        assert render_mail(TEMPLATE, STATUS) == before
    text.refresh_from_db()
    first = text.failed_at
    assert first is not None
    with django_capture_on_commit_callbacks(execute=True):
        render_mail(TEMPLATE, STATUS)
    text.refresh_from_db()
    assert text.failed_at == first, "the first time is what is told"


@pytest.mark.django_db
def test_value_that_is_not_there_falls_back(django_capture_on_commit_callbacks: Any) -> None:
    text = kept()
    less = {name: value for name, value in STATUS.items() if name != "alternative"}
    with django_capture_on_commit_callbacks(execute=True):
        assert render_mail(TEMPLATE, less)[0] == "Verzoek KW-2030-0001: In behandeling"
    text.refresh_from_db()
    assert text.failed_at is not None
    text.subject = "Beter"
    assert render_mail(TEMPLATE, STATUS)[0] == "Nieuws over KW-2030-0001"


@pytest.mark.django_db
def test_value_that_raises_falls_back() -> None:
    class Odd:
        def __str__(self) -> str:
            raise ZeroDivisionError

    kept(body="{{ reference }} {{ status }} {{ url }}", subject="{{ gemeente }}")
    odd = {**STATUS, "gemeente": Odd()}
    assert render_mail(TEMPLATE, odd)[0] == "Verzoek KW-2030-0001: In behandeling"


def test_what_is_not_ours_is_never_filled_in_for_a_preview() -> None:
    mail = site_mails()["loket_status"]
    shown = preview_of(mail, "Onderwerp", "{% include 'mail/loket_new.txt' %}")
    assert shown.letters == []
    assert shown.complaints
