"""Mail about what is new: once, to whom it may, and nothing that the reader may not see."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core.outbox import drain
from krachtwijken.core.outbox.models import MailMessage, OutboxRow, RowState
from krachtwijken.core.outbox.scheduler import JOBS
from search.features.saved_searches.alerts import send_alert, send_alerts
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.handlers import NotAllLookedAtError
from search.features.saved_searches.links import stop_address, stop_all_address
from search.features.saved_searches.models import SavedFind, SavedSearch
from search.features.saved_searches.services import (
    change_search,
    delete_search,
    pause_search,
    save_search,
    stop_mail,
)
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case
from tests.search.saved.conftest import TITLE

Night = Callable[..., None]
PROBLEM = "Jongeren hangen op straat. Bewoners zijn bang en bellen de politie."


def test_new_case_is_mailed_with_reason_links_and_a_way_out(
    saved: SavedSearch, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    case = appear(summary="Jongeren hangen op straat en krijgen een eigen plek.")
    night()
    (mail,) = mailoutbox
    assert mail.to == ["volger@example.org"]
    assert mail.subject == "Nieuw bij uw zoekvraag: Jongeren"
    assert TITLE in mail.body
    assert "Waarom: " in mail.body
    assert f"{case.url}\n" in mail.body
    assert "/zoekvragen/afmelden/" in mail.body
    assert all(address.startswith("http") for address in re.findall(r"\S+/(?:kennis|mijn)/\S+", mail.body))


def test_what_was_there_before_is_not_new(
    owner: User, search_index: Any, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    appear()
    save_search(owner=owner, name="x", frequency=Frequency.DAILY, query="q=jongeren+hangen+op+straat")
    night()
    assert not mailoutbox


def test_what_does_not_clearly_fit_is_not_mailed(
    saved: SavedSearch, run_outbox: Callable[[], int], night: Night, mailoutbox: list[Any]
) -> None:
    make_case(title="Bomen op straat", problem_text="Er is weinig groen.")
    run_outbox()
    night()
    assert not mailoutbox
    saved.refresh_from_db()
    assert saved.checked_on is not None


def test_mail_can_be_stopped_by_the_button_of_a_mail_program(
    saved: SavedSearch, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    appear()
    night()
    headers = mailoutbox[0].message()
    assert headers["List-Unsubscribe"] == f"<{stop_address(saved)}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_second_run_of_the_night_sends_nothing(
    saved: SavedSearch, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    appear()
    night()
    night()
    OutboxRow.objects.filter(topic="core.mail").update(state=RowState.WAITING, run_after=timezone.now())
    drain()
    # `saved` was read before the first run, as a second worker would have.
    assert send_alert(search=saved, night=timezone.localdate() + timedelta(days=1)) == 0
    assert len(mailoutbox) == 1


def test_document_is_mailed_once_over_the_nights(
    saved: SavedSearch, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    appear()
    night(1)
    night(2)
    assert len(mailoutbox) == 1
    appear(title=f"{TITLE} weer")
    night(3)
    assert len(mailoutbox) == 2
    assert f"{TITLE} weer" in mailoutbox[1].body
    assert f"{TITLE} (" not in mailoutbox[1].body


def test_what_the_index_lacked_in_one_night_comes_the_next(
    saved: SavedSearch, run_outbox: Callable[[], int], night: Night, mailoutbox: list[Any]
) -> None:
    case = make_case(title=TITLE, problem_text="Jongeren hangen op straat.")
    waiting = OutboxRow.objects.filter(topic="search.refresh")
    waiting.update(run_after=timezone.now() + timedelta(hours=1))
    night(1)
    assert not mailoutbox
    waiting.update(run_after=timezone.now())
    run_outbox()
    night(2)
    assert case.title in mailoutbox[0].body


def test_without_an_index_nothing_is_marked_as_seen(
    saved: SavedSearch, search_index: Any, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    appear()
    mark = search_index.store.folder / "format"
    content = mark.read_bytes()
    mark.unlink()
    night(1)
    saved.refresh_from_db()
    assert saved.checked_on is None
    mark.write_bytes(content)
    night(1)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("days", [1, 6])
def test_weekly_search_waits_a_week(
    saved: SavedSearch, appear: Callable[..., Any], night: Night, mailoutbox: list[Any], days: int
) -> None:
    change_search(search=saved, name="Jongeren", frequency=Frequency.WEEKLY, actor=saved.owner)
    appear()
    night(days)
    assert not mailoutbox
    night(7)
    night(8)
    assert len(mailoutbox) == 1


def test_paused_never_and_deactivated_get_nothing(
    saved: SavedSearch, owner: User, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    other = UserFactory(role="gemeente")
    never = save_search(owner=other, name="n", frequency=Frequency.NEVER, query="q=jongeren+hangen+op+straat")
    closed = UserFactory(role="gemeente")
    save_search(owner=closed, name="c", frequency=Frequency.DAILY, query=never.query)
    appear()
    pause_search(search=saved, paused=True, actor=owner)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    night()
    assert not mailoutbox
    pause_search(search=saved, paused=False, actor=owner)
    night(2)
    assert not mailoutbox, "after a pause only what appears from then on"


def test_restricted_page_reaches_only_who_may_read_it(
    saved: SavedSearch, run_outbox: Callable[[], int], night: Night, mailoutbox: list[Any]
) -> None:
    loket = UserFactory(role="loket", email="loket-volger@example.org")
    save_search(owner=loket, name="Loket", frequency=Frequency.DAILY, query=saved.query)
    case = make_case(title=TITLE, problem_text="Jongeren hangen op straat.")
    restriction = PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set(loket.groups.all())
    from search.indexing.signals import refresh_row

    refresh_row(case)
    run_outbox()
    night()
    assert [mail.to for mail in mailoutbox] == [["loket-volger@example.org"]]


def test_page_restricted_between_the_night_and_the_sending_is_left_out(
    saved: SavedSearch, appear: Callable[..., Any], mailoutbox: list[Any]
) -> None:
    hidden = appear(title=f"{TITLE} geheim")
    appear(title=f"{TITLE} open")
    night = timezone.localdate() + timedelta(days=1)
    assert send_alert(search=saved, night=night) == 2
    assert "geheim" in MailMessage.objects.get().body
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.PASSWORD)
    drain()
    (mail,) = mailoutbox
    assert "geheim" not in mail.body
    assert f"{TITLE} open" in mail.body
    assert "geheim" not in MailMessage.objects.get().body


@pytest.mark.parametrize("change", ["unpublish", "deactivate", "delete", "withdraw"])
def test_mail_that_waits_is_dropped_when_nothing_may_be_told(
    saved: SavedSearch, owner: User, appear: Callable[..., Any], mailoutbox: list[Any], change: str
) -> None:
    case = appear()
    if change == "withdraw":
        restriction = PageViewRestriction.objects.create(
            page=case, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.set(owner.groups.all())
    assert send_alert(search=saved, night=timezone.localdate() + timedelta(days=1)) == 1
    if change == "unpublish":
        case.specific.unpublish()
    elif change == "deactivate":
        User.objects.filter(pk=owner.pk).update(is_active=False)
    elif change == "delete":
        delete_search(search=saved, actor=owner)
    else:
        owner.groups.clear()
    drain()
    assert not mailoutbox
    assert not MailMessage.objects.exists()


def test_role_that_was_given_later_counts_in_the_night(
    saved: SavedSearch, owner: User, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    case = appear()
    restriction = PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set(UserFactory(role="loket").groups.all())
    from search.indexing.signals import refresh_row

    refresh_row(case)
    drain()
    night(1)
    assert not mailoutbox
    grant_role(user=owner, role=Role.LOKET, actor=None)
    night(2)
    assert len(mailoutbox) == 1


def test_one_search_that_fails_leaves_the_others(
    saved: SavedSearch, appear: Callable[..., Any], mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = UserFactory(role="gemeente")
    save_search(owner=other, name="Ander", frequency=Frequency.DAILY, query=saved.query)
    appear()
    from search.features.saved_searches import alerts

    real = alerts.published_since

    def breaks(search: SavedSearch, **options: Any) -> Any:
        if search.pk == saved.pk:
            raise RuntimeError("not tonight")
        return real(search, **options)

    monkeypatch.setattr(alerts, "published_since", breaks)
    send_alerts(night=timezone.localdate() + timedelta(days=1))
    drain()
    assert [mail.to for mail in mailoutbox] == [[other.email]]
    assert not SavedFind.objects.filter(search=saved).exists()


def test_problem_gets_mail_without_its_statement(
    owner: User, search_index: Any, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    save_search(owner=owner, name="Straat", frequency=Frequency.DAILY, problem=PROBLEM)
    appear()
    night()
    assert TITLE in mailoutbox[0].body


def test_problem_gets_no_mail_about_what_is_only_a_bit_alike(
    owner: User, search_index: Any, run_outbox: Callable[[], int], night: Night, mailoutbox: list[Any]
) -> None:
    save_search(owner=owner, name="Straat", frequency=Frequency.DAILY, problem=PROBLEM)
    make_case(title="Schaduw op het plein", problem_text="De straat heeft weinig bomen, zegt de hovenier.")
    run_outbox()
    night()
    assert not mailoutbox


def test_name_with_line_ends_stays_one_subject(
    owner: User,
    client: Any,
    search_index: Any,
    appear: Callable[..., Any],
    night: Night,
    mailoutbox: list[Any],
) -> None:
    client.force_login(owner)
    client.post(
        "/mijn/zoekvragen/nieuw/",
        {"query": "q=jongeren+hangen+op+straat", "name": "Een\r\nBcc: a@b", "frequency": "dagelijks"},
    )
    assert not SavedSearch.objects.filter(name__contains="\n").exists()
    save_search(owner=owner, name="Een naam", frequency=Frequency.DAILY, query="q=jongeren+hangen+op+straat")
    appear()
    night()
    assert "\n" not in mailoutbox[0].subject


def test_long_list_is_cut_and_says_so(
    saved: SavedSearch, run_outbox: Callable[[], int], night: Night, mailoutbox: list[Any]
) -> None:
    for number in range(17):
        make_case(title=f"{TITLE} {'abcdefghijklmnopq'[number]}", problem_text="Jongeren hangen op straat.")
    run_outbox()
    night()
    assert mailoutbox[0].body.count("Waarom:") == 15
    assert "nog 2" in mailoutbox[0].body


def test_one_page_that_fits_three_searches_is_one_mail_that_names_it_once(
    saved: SavedSearch, owner: User, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    save_search(owner=owner, name="Straat", frequency=Frequency.DAILY, query="q=jongeren+op+straat")
    save_search(owner=owner, name="Wijk", frequency=Frequency.DAILY, problem=PROBLEM)
    appear()
    appear(title=f"{TITLE} weer")
    night()
    (mail,) = mailoutbox
    assert mail.subject == "Nieuw bij 3 van uw zoekvragen"
    assert mail.body.count("Waarom:") == 2
    assert "Past ook bij: Straat, Wijk" in mail.body
    assert mail.message()["List-Unsubscribe"] == f"<{stop_all_address(owner)}>"
    night(2)
    assert len(mailoutbox) == 1


def test_page_that_was_mailed_for_one_search_is_not_mailed_again_for_another(
    saved: SavedSearch, owner: User, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    weekly = save_search(owner=owner, name="Straat", frequency=Frequency.WEEKLY, query="q=jongeren+op+straat")
    appear()
    night(1)
    SavedSearch.objects.filter(pk=weekly.pk).update(created_at=timezone.now() - timedelta(days=7))
    night(2)
    assert len(mailoutbox) == 1


def test_find_counts_as_told_when_its_mail_has_left(
    saved: SavedSearch, appear: Callable[..., Any], mailoutbox: list[Any]
) -> None:
    appear()
    send_alert(search=saved, night=timezone.localdate() + timedelta(days=1))
    assert SavedFind.objects.get().mailed_at is None
    saved.refresh_from_db()
    assert saved.mailed_at is None
    drain()
    assert SavedFind.objects.get().mailed_at is not None
    saved.refresh_from_db()
    assert saved.mailed_at is not None


def test_find_whose_mail_was_dropped_is_told_when_it_may_be(
    saved: SavedSearch, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    case = appear()
    send_alert(search=saved, night=timezone.localdate() + timedelta(days=1))
    restriction = PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.PASSWORD)
    drain()
    assert not mailoutbox
    restriction.delete()
    night(6)
    assert TITLE in mailoutbox[0].body


def test_find_whose_mail_could_not_be_sent_is_told_another_night_and_once(
    saved: SavedSearch, appear: Callable[..., Any], night: Night, mailoutbox: list[Any]
) -> None:
    appear()
    send_alert(search=saved, night=timezone.localdate() + timedelta(days=1))
    OutboxRow.objects.filter(topic="core.mail").update(state=RowState.DEAD)
    night(6)
    assert len(mailoutbox) == 1
    OutboxRow.objects.filter(state=RowState.DEAD).update(state=RowState.WAITING, run_after=timezone.now())
    drain()
    assert len(mailoutbox) == 1


def test_mail_that_waits_is_not_sent_to_who_stopped_it_meanwhile(
    saved: SavedSearch, appear: Callable[..., Any], mailoutbox: list[Any]
) -> None:
    appear()
    send_alert(search=saved, night=timezone.localdate() + timedelta(days=1))
    stop_mail(search=saved)
    drain()
    assert not mailoutbox


def test_link_for_all_stops_every_search_of_that_person_and_no_other(
    saved: SavedSearch, owner: User, client: Any
) -> None:
    other = save_search(
        owner=UserFactory(role="gemeente"), name="Ander", frequency=Frequency.DAILY, query=saved.query
    )
    second = save_search(owner=owner, name="Straat", frequency=Frequency.DAILY, query="q=jongeren+op+straat")
    path = stop_all_address(owner).removeprefix("http://127.0.0.1:8000")
    assert "al uw 2 zoekvragen" in client.get(path).content.decode()
    client.post(path)
    for search in (saved, second, other):
        search.refresh_from_db()
    assert [search.frequency for search in (saved, second, other)] == ["nooit", "nooit", "dagelijks"]


def test_night_that_could_not_look_at_everything_is_tried_again(
    saved: SavedSearch, search_index: Any, appear: Callable[..., Any]
) -> None:
    appear()
    (search_index.store.folder / "format").unlink()
    with pytest.raises(NotAllLookedAtError):
        JOBS["search.alerts"]()


def test_nightly_job_is_registered_and_looks_at_what_is_due(
    saved: SavedSearch, appear: Callable[..., Any], run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    appear()
    JOBS["search.alerts"]()
    run_outbox()
    assert len(mailoutbox) == 1


def test_finds_and_mail_are_written_together_or_not_at_all(
    saved: SavedSearch, appear: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    appear()

    def fails(**_options: Any) -> None:
        raise RuntimeError("no mail")

    monkeypatch.setattr("search.features.saved_searches.alerts.queue_mail", fails)
    with pytest.raises(RuntimeError):
        send_alert(search=saved, night=timezone.localdate())
    saved.refresh_from_db()
    assert saved.checked_on is None
    assert not SavedFind.objects.exists()
