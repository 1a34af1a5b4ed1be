"""Change, trail and mail are one transaction: wherever it breaks, nothing of it is left, and a repeat does it all (S24)."""

import importlib
import inspect
import os
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.transaction import Atomic

from tests.failing import (
    of_accounts,
    of_admission,
    of_alliance,
    of_applying,
    of_approving,
    of_asides,
    of_bundles,
    of_conflicts,
    of_control,
    of_couplings,
    of_dossiers,
    of_doubles,
    of_engagements,
    of_grid,
    of_helping,
    of_importing,
    of_knowledge,
    of_links,
    of_mail_in,
    of_merging,
    of_parts,
    of_pool,
    of_pool_import,
    of_requests,
    of_search,
    of_sections,
    of_sharing,
    of_teams,
)
from tests.failing.registry import SCENARIOS, Scenario, name_of
from tests.failing.statements import ALWAYS, Rows, Statements, rows_of

REGISTERED = (
    of_accounts,
    of_admission,
    of_alliance,
    of_applying,
    of_approving,
    of_asides,
    of_bundles,
    of_conflicts,
    of_engagements,
    of_dossiers,
    of_doubles,
    of_control,
    of_couplings,
    of_grid,
    of_helping,
    of_importing,
    of_knowledge,
    of_mail_in,
    of_merging,
    of_parts,
    of_links,
    of_pool,
    of_pool_import,
    of_requests,
    of_search,
    of_sections,
    of_sharing,
    of_teams,
)
APPS = ("matching", "search", "expertpool", "knowledge", "krachtwijken.accounts", "krachtwijken.core")
# Rooms that no visitor and no worker comes into: measuring, and preparing the model.
NOT_WALKED = ("management", "migrations", "bench", "training", "evaluation", "model")
# Of a service with twice as many statements every second is tried, and so on: setting up all roles has hundreds.
MOST_TRIED = 80
# CI has a bounded time: it tries a third of the services, another third each day and on the other database (0, 1 or 2).
# Without this, as on a developer's machine, all are tried.
THIRD = os.environ.get("THIRD_OF_TODAY", "")
# Wagtail's list of what refers to what. Its task logs a failure and goes on: PostgreSQL then refuses the whole transaction,
# SQLite does not. `rebuild_references_index` makes it again; until then a document that only a text links to may stay closed.
DERIVED = frozenset({"wagtailcore_referenceindex"})

# What is not tried one statement at a time, and why not.
EXCLUDED = {
    "knowledge.validity.services.tell_owners": "a case each: `tell_owners_of` is tried",
    "expertpool.admission.services.send_nomination": "one mail, within nominate and ask_again",
    "expertpool.importing.services.run_pool_import": "a transaction a row: take_person, which is tried",
    # Parts: only ever within the transaction of a service that is tried.
    "krachtwijken.accounts.services.writers.lock_writer": "a lock within a service",
    "krachtwijken.accounts.services.accounts.lock_account": "a lock within a service",
    "matching.requests.services.submit.make_reference": "within submit_request",
    "matching.requests.services.contacts.keep_contacts": "within submit_request and change_contacts",
    "matching.requests.services.files.read_digest": "reads",
    "matching.requests.services.files.keep_files": "within add_files and post_message",
    "matching.requests.services.files.take_files_along": "within submit_request",
    "matching.requests.services.files.drop_files": "within remove_file, drop_draft and forget_files",
    "matching.requests.services.notify.tell_sender": "within submit_request",
    "matching.requests.services.notify.tell_desk": "within submit_request",
    "matching.requests.services.notify.tell_gemeente": "within the steps of a request",
    "matching.requests.services.notify.tell_account_manager": "within the steps of a request",
    "matching.requests.services.notify.tell_handler": "within services",
    "matching.requests.services.notify.tell_of_owner": "within take_request and assign_owner",
    "matching.requests.services.notify.tell_that_nobody_hears": "within services",
    "matching.requests.services.notify.queue_about": "one mail, within services",
    "matching.requests.services.notify.find_desk": "reads",
    "matching.requests.services.notify.find_handlers": "reads",
    "matching.joint.services.lock_joint": "a lock within a service",
    "matching.requests.services.steps.lock_request": "a lock within a service",
    "matching.requests.services.steps.move_request": "within the steps of a request",
    "knowledge.contributions.services.drafts.lock_contribution": "a lock within a service",
    "knowledge.contributions.services.drafts.save_contribution": "one row, within a service",
    "knowledge.contributions.services.files.drop_files": "within drop_contribution, remove_file and others",
    "knowledge.contributions.services.notify.tell_author_received": "within submit_contribution",
    "knowledge.contributions.services.notify.tell_editors": "within submit_contribution",
    "knowledge.contributions.services.notify.tell_author_decided": "within mark_published and mark_refused",
    "knowledge.contributions.services.page.make_page": "within submit_contribution",
    "knowledge.contributions.services.page.attach_documents": "within submit_contribution",
    "expertpool.doubles.services.is_right_code": "compares",
    "matching.engagements.services.moving.move_invitations": "within merge_profiles",
    "matching.parts.services.moving.move_parts": "within merge_profiles",
    "matching.asides.services.writing.lock_about": "a lock within a service",
    "expertpool.directory.services.announce": "one row of the outbox, within a service",
    "expertpool.consents.services.start_term": "within give_consent, confirm_consent and vet_nomination",
    "expertpool.consents.services.make_confirmation": "makes a key",
    "expertpool.consents.services.read_confirmation": "reads a key",
    "krachtwijken.accounts.services.roles.grant_pages": "within set_up_roles and set_up_centre_section",
    "krachtwijken.accounts.services.roles.grant_files": "within set_up_roles and set_up_centre_section",
    "krachtwijken.accounts.services.centres.follow_membership": "within the saving of a membership",
    "krachtwijken.core.outbox.services.enqueue": "one row, within a service",
    "search.indexing.attachments.services.ask_reading": "one row of the outbox",
    "search.indexing.attachments.services.ask_refresh": "one row of the outbox",
    # Nothing in the database.
    "matching.advice.services.advise": "reads",
    "knowledge.contributions.services.drafts.read_seen_answers": "reads",
    "knowledge.contributions.services.filling.is_full": "reads",
    "search.indexing.vocabulary.services.load_vocabulary": "reads",
    "search.indexing.attachments.services.mark_file": "reads",
    "krachtwijken.accounts.services.centres.name_centre_group": "makes a name",
    "krachtwijken.accounts.services.example_password.find_password_file": "makes a path",
    "krachtwijken.accounts.services.example_password.read_example_password": "writes a file of development",
    # Many transactions on purpose; what happens between them is tried elsewhere.
    "krachtwijken.core.outbox.services.drain": "a row each: tests/core/test_outbox.py, test_outbox_killed.py",
    "krachtwijken.core.outbox.services.reap": "a row each: tests/core/test_outbox_killed.py",
    "search.features.query_demand.services.review_questions": "a question each: `review` is tried",
    "search.indexing.attachments.services.read_document": "reads a file between steps: tests/search/documents",
    "matching.requests.examples.make_example": "development only; refused in production",
    "matching.asides.examples.load_example_asides": "development only; refused in production",
    "matching.parts.examples.load_example_parts": "development only; refused in production",
    "krachtwijken.accounts.services.examples.load_example_accounts": "development only; refused in production",
    "krachtwijken.core.database_rights.grant_site_rights": "rights of PostgreSQL: tests/core/test_database_rights.py",
    "knowledge.contributions.services.forgetting.forget_contributions": "its two halves are tried",
    "knowledge.importing.services.confirm_import": "a row each, and what fails stands in the report: test_again.py",
    "knowledge.importing.services.take_table": "a row each: tests/knowledge/importing/test_again.py",
    "knowledge.importing.services.run_step": "a row each: tests/knowledge/importing/test_again.py",
    "matching.requests.services.escalating.escalate_late_requests": "a request each: `escalate_request` is tried",
    "krachtwijken.accounts.applying.services.remind_of_applications": "one each: `remind_of_application` is tried",
    "matching.parts.services.settling.settle_parts": "a part each: `settle_part` is tried",
    "matching.engagements.services.settling.settle_invitations": "an invitation each: `settle_invitation` is tried",
    "matching.engagements.services.settling.settle_closed_account": "a row each: `tell_of_closed_helper` too is tried",
    "matching.engagements.services.settling.settle_ended_request": "an invitation each: `settle_invitation` is tried",
    "matching.parts.services.settling.settle_parts_of_request": "a part each: `settle_part` is tried",
    "matching.engagements.services.forgetting.forget_engagements": "an invitation each: `forget_words` is tried",
    "matching.mail_in.services.fetching.fetch_mail": "a mail each: `receive_mail` is tried",
    "matching.mail_in.services.forgetting.drop_mail_files": "within remove_mail, place_mail and forget_mails",
    "matching.closing.approving.services.ask_readers": "within submit_contribution, which is tried with it",
    "knowledge.contributions.services.submit.release_contribution": "within say_word",
    "knowledge.contributions.services.submit.return_contribution": "within say_word",
    "matching.closing.approving.services.give_back_when_all_spoke": "within say_word and tell_passed_term",
    "matching.closing.approving.services.lock_approval": "a lock within a service",
    "matching.engagements.services.settling.end_asks_of_profile": "within withdraw_consent and delete_profile",
    "matching.closing.services.end_request": "within close_request and settle_answer",
    "matching.couplings.services.forget_coupled": "within the erasure of a profile: delete_profile is tried",
    "matching.teams.services.tidying.forget_seats_of": "within the erasure of a profile: delete_profile is tried",
    "matching.couplings.services.lock_coupling": "a lock within a service",
    "matching.teams.services.ending.stop_team_of_request": "one row: `stop_team` is tried",
    # The whole site, by hand.
    "krachtwijken.core.backup.services.make_backup": "reads; tests/core/test_backup.py",
    "krachtwijken.core.backup.services.restore_backup": "an empty machine; tests/core/test_backup.py",
    "krachtwijken.core.backup.services.is_in_use": "reads",
}


def modules() -> Iterator[ModuleType]:
    for app in APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not set(NOT_WALKED) & set(found.name.split(".")):
                yield importlib.import_module(found.name)


def is_atomic(function: Callable[..., Any]) -> bool:
    """Decorated with `transaction.atomic`."""
    cells = getattr(function, "__closure__", None) or ()
    return any(isinstance(cell.cell_contents, Atomic) for cell in cells)


def services() -> set[str]:
    """Every public function of a module of services, and every one elsewhere that is a transaction."""
    names = set()
    for module in modules():
        is_room = "services" in module.__name__.split(".")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and (is_room or is_atomic(function)):
                names.add(name_of(function))
    return names


def test_every_service_is_tried_or_its_absence_explained() -> None:
    found, tried = services(), {name.partition(":")[0] for name in SCENARIOS}
    assert len(found) > 60
    assert found - tried - set(EXCLUDED) == set(), "give it a scenario in tests/failing/, or say here why not"
    assert set(EXCLUDED) - found == set(), "does not exist any more"
    assert set(EXCLUDED) & tried == set(), "is tried by now"


def tried_now(names: Sequence[str], third: str, *, on_postgresql: bool) -> list[str]:
    """All of `names`, or a third of them."""
    if not third:
        return list(names)
    return list(names)[(int(third) + on_postgresql) % 3 :: 3]


def params(*, of_the_loket: bool) -> list[Any]:
    names = [name for name in SCENARIOS if name.startswith("matching.") is of_the_loket]
    chosen = tried_now(names, THIRD, on_postgresql=connection.vendor == "postgresql")
    return [pytest.param(SCENARIOS[name], id=name) for name in chosen]


@pytest.mark.django_db
@pytest.mark.usefixtures("search_index", "own_disk")
@pytest.mark.parametrize("scenario", params(of_the_loket=False))
def test_failure_at_any_statement_leaves_nothing_and_a_repeat_does_it(scenario: Scenario) -> None:
    try_each_statement(scenario)


def try_each_statement(scenario: Scenario) -> None:
    whole = run_whole(scenario)
    # What the program keeps in memory (kinds of content, words) is there by now: it asks as much, or less.
    step = max(1, whole.number // MOST_TRIED)
    for number in range(1, whole.number + 1, step):
        try_with_failure(scenario, number, whole)


def test_three_days_try_every_service_on_both_databases() -> None:
    names = list(SCENARIOS)
    for on_postgresql in (False, True):
        days = [tried_now(names, str(day), on_postgresql=on_postgresql) for day in range(3)]
        assert sorted(name for day in days for name in day) == sorted(names)
    assert tried_now(names, "", on_postgresql=True) == names
    assert tried_now(names, "1", on_postgresql=True) != tried_now(names, "1", on_postgresql=False)


@pytest.fixture
def own_disk(settings: Any, tmp_path: Path) -> None:
    """What is uploaded lies where no other test writes."""
    settings.MEDIA_ROOT = tmp_path / "uploaded"


@dataclass(frozen=True)
class Whole:
    """A call without a failure: how many statements, which tables it writes, and how many rows come and go."""

    number: int
    tables: frozenset[str]
    added: dict[str, int]


def run_whole(scenario: Scenario) -> Whole:
    with rolled_back():
        scenario()()
    with rolled_back():
        call, before = scenario(), rows_of(every := table_names())
        statements = Statements()
        with connection.execute_wrapper(statements):
            call()
        after = rows_of(every)
    written = frozenset(table for table in every if before[table] != after[table])
    assert written, "the scenario changes nothing"
    return Whole(len(statements.texts), written | set(ALWAYS), added(before, after, written))


def try_with_failure(scenario: Scenario, number: int, whole: Whole) -> None:
    statements = Statements(fail_at=number)
    with rolled_back():
        call, told = scenario(), False
        before, files = rows_of(whole.tables), files_on_disk()
        with connection.execute_wrapper(statements):
            try:
                call()
            except Exception:  # noqa: BLE001 - who catches the failure within a transaction hears of the next statement
                told = True
        # Of one statement outside a transaction: the test's own transaction would count as broken.
        connection.needs_rollback = False
        after = rows_of(whole.tables)
        if not statements.failed:
            return
        where = f"statement {number}: {statements.texts[number - 1][:200]}"
        if not told:
            # What was only read, and can be done without: words that mean the same, the search of Wagtail itself.
            lasting = whole.tables - DERIVED
            assert added(before, after, lasting) == added_of(whole, lasting), (
                f"in part, and nobody was told: {where}"
            )
            return
        assert {name for name in whole.tables if after[name] != before[name]} == set(), (
            f"left behind: {where}"
        )
        # Not one more, of which no row knows; not one less, of which a row says that it is there.
        assert files_on_disk() == files, f"files: {where}"
        call()
        again = rows_of(whole.tables)
        assert again != before, f"not repeated after {where}"
        assert added(before, again, whole.tables) == added_of(whole, whole.tables), (
            f"not repeated after {where}"
        )


def added(before: Rows, after: Rows, tables: Iterable[str]) -> dict[str, int]:
    return {table: len(after[table]) - len(before[table]) for table in tables}


def added_of(whole: Whole, tables: Iterable[str]) -> dict[str, int]:
    return {table: whole.added.get(table, 0) for table in tables}


def files_on_disk() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def table_names() -> list[str]:
    """All but those of Wagtail's own search, which the site does not use."""
    names = connection.introspection.table_names()
    return [name for name in names if not name.startswith(("sqlite_", "wagtailsearch_", "modelsearch_"))]


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens within is as if it had never happened."""
    with transaction.atomic():
        yield
        connection.needs_rollback = False
        transaction.set_rollback(True)
