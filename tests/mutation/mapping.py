"""Which tests are about a module: those of its room, those that name it or what stands in it, and of the failures at every
statement the scenarios of its services."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.mutation.mutants import ROOT, Mutant

TESTS = ROOT / "tests"
FOLDERS = ("matching", "expertpool", "knowledge", "search", "accounts", "core", "failing")
# What only measures, or needs the real model, threads, another process or another machine.
NOT_RUN = (
    "search/bench", "search/model", "search/training", "search/evaluation", "search/test_real_model.py",
    "search/test_cluster.py", "search/test_recognition.py", "core/test_outbox_killed.py", "core/test_web_worker.py",
    "core/test_ratelimit_processes.py", "core/test_serving.py", "core/test_logs.py", "core/test_database_rights.py",
    "matching/test_bench.py", "matching/test_training.py",
    # SQLite lets one writer in at a time: of threads the mutants would say little, and each takes seconds.
    "_races.py", "engagements/test_races.py",
)  # fmt: skip
# Of so many files the tests are run for a module: the more, the longer a survivor takes.
MOST_FILES = 4
# Rooms whose tests have another name.
ROOMS = {
    "matching/requests": "matching/test_(loket|wizard|asking|forgetting|owner|work_list|request_states|kinds)",
    "matching/advice": "matching/test_(advice|loket)",
    "matching/conversation": "matching/test_(conversation|dossier)",
    "matching/proposals": "matching/test_(proposals|dossier)",
    "matching/closing": "matching/test_(closing|dossier)",
    "matching/engagements": "matching/engagements/|matching/test_conflicts_count",
    "expertpool/directory": "expertpool/test_(pool|control|consent)",
    "expertpool/consents": "expertpool/test_(consent|pool|admission)",
    "expertpool/admission": "expertpool/test_(admission|vetting)",
    "expertpool/": "expertpool/test_pool",
    "knowledge/": "knowledge/test_pages",
    "knowledge/cases": "knowledge/test_(pages|page_context)",
    "knowledge/discovery": "knowledge/discovery/",
    "search/features/answer": "search/answer/",
    "search/features/saved_searches": "search/saved/",
    "search/features/suggestions": "search/suggest/",
    "search/features/query_demand": "search/demand/",
    "search/features/did_you_mean": "search/meant/",
    "search/features/synonyms": "search/words/",
    "search/indexing/attachments": "search/documents/|knowledge/test_attachments",
    "search/indexing/vocabulary": "search/meant/",
    "site/krachtwijken/accounts": "accounts/",
    "site/krachtwijken/core/outbox": "core/test_outbox",
    "site/krachtwijken/core/backup": "core/test_backup",
}
# Tests that go through pages, and so name nothing of what they are about.
THROUGH_PAGES = {
    "contributions/services/submit": "contributions/test_sending", "contributions/services/page": "contributions/test_sending",
    "contributions/services/filling": "contributions/test_texts", "contributions/services/files": "contributions/test_texts",
    "contributions/services/drafts": "contributions/test_pages", "contributions/rules": "contributions/test_pages",
    "contributions/selectors": "contributions/test_pages", "contributions/services/notify": "contributions/test_sending",
    "accounts/services/forgetting": "accounts/test_closed_accounts", "accounts/services/accounts": "accounts/test_",
    "accounts/services/roles": "contributions/test_sending",
    "accounts/selectors": "accounts/test_|matching/test_owner", "accounts/rules": "accounts/test_admin_sight",
    "attachments/selectors": "search/documents/test_documents", "requests/rules": "matching/test_(loket|owner)",
    "requests/selectors": "matching/test_(loket|wizard|work_list|escalation)",
    "requests/services/drafts": "matching/test_wizard", "draft_files": "matching/test_files",
    "requests/services/notify": "matching/test_owner", "requests/services/submit": "matching/test_wizard",
    "requests/services/steps": "matching/test_owner", "suggestions/selectors": "search/suggest/",
    "saved_searches/selectors": "search/saved/test_(saved_pages|alerts)", "expertpool/selectors": "expertpool/test_pool",
    "knowledge/selectors": "knowledge/test_(pages|page_context)", "directory/selectors": "expertpool/test_pool_filters",
    "importing/": "knowledge/importing/test_(pages|again)", "desk/": "expertpool/test_desk",
    "conversation/": "matching/test_conversation", "proposals/": "matching/test_proposals",
    "mail_in/services/deciding": "matching/(mail_in/test_post|asides/test_aside_mail)",
}  # fmt: skip


def may_be_about(test: str, mutant: Mutant) -> bool:
    """`test` is the node of pytest: `tests/…/test_x.py::test_y[z]`."""
    file, _, name = test.partition("::")
    if file.startswith("tests/failing/"):
        return f"{mutant.module}." in name
    return file in files_about(mutant.path, mutant.module)


def is_direct(test: str, mutant: Mutant) -> bool:
    """Its file names the module or what changes."""
    words = _words(ROOT / test.partition("::")[0])
    return mutant.module in words or mutant.scope.split(".")[0] in words


def likeness(test: str, mutant: Mutant) -> int:
    """How many words the name of the test shares with what changes. What a service writes comes first: it is one quick call;
    where a transaction goes, failures at its statements."""
    if "test_failure_at" in test:
        return 9 if mutant.done == "transaction removed" else -1
    if test.startswith("tests/failing/"):
        return 8 if f".{mutant.scope}:" in test else 1
    return len(_stems(test.partition("::")[2]) & _stems(f"{mutant.scope}_{Path(mutant.path).parent.name}"))


def _stems(name: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{4,}", name.lower())} - {"test", "servi"}


@cache
def files_about(path: Path, module: str) -> frozenset[str]:
    """A few: those of its room that name most of it, then others that do, then those of its room."""
    room = str(path.relative_to(ROOT).parent).removesuffix("/services")
    named = {module, *public_names(path), *registered_names(path)}
    own = re.compile(
        ROOMS.get(room) or ROOMS.get(f"{room}/") or f"(^|[/_]){re.escape(Path(room).name)}(/|\\b|_)"
    )
    through = [rf"^{tests}" for part, tests in THROUGH_PAGES.items() if part in str(path)]
    first = re.compile("|".join(through).replace("^contrib", "^knowledge/contrib") or "$^")
    scores = {
        str(file.relative_to(ROOT)): 2 * len(named & _words(file))
        + bool(own.search(str(file.relative_to(TESTS))))
        + 100 * bool(first.search(str(file.relative_to(TESTS))))
        for folder in FOLDERS[:-1]
        for file in (TESTS / folder).rglob("test_*.py")
        if not any(part in str(file) for part in NOT_RUN)
    }
    best = sorted((name for name, score in scores.items() if score), key=lambda name: (-scores[name], name))
    return frozenset(best[:MOST_FILES])


@cache
def public_names(path: Path) -> tuple[str, ...]:
    body = ast.parse(_text(path)).body
    kinds = (ast.FunctionDef, ast.ClassDef)
    return tuple(node.name for node in body if isinstance(node, kinds) and not node.name.startswith("_"))


@cache
def registered_names(path: Path) -> tuple[str, ...]:
    """Of what a night does: tests ask for a rule of retention by its name, and never by its function."""
    return tuple(
        re.findall(r'^@(?:retention\.register_rule|nightly)\("([\w.]+)"\)', _text(path), re.MULTILINE)
    )


@cache
def _words(path: Path) -> frozenset[str]:
    """Every name in a file of tests, and every module in whole."""
    return frozenset(re.findall(r"[\w.]*\w", _text(path))) | frozenset(re.findall(r"\w+", _text(path)))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
