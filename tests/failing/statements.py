"""Every statement that something sends to the database, and a failure at one of them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import OperationalError, connection

Rows = dict[str, list[tuple[Any, ...]]]
# Looked at after every failure: the trail, and what would be done later.
ALWAYS = ("core_auditevent", "core_outboxrow", "core_mailmessage")


class Statements:
    """For `connection.execute_wrapper`. Keeps every statement; the one with number `fail_at` is not sent but fails."""

    def __init__(self, fail_at: int = 0) -> None:
        self.fail_at = fail_at
        self.texts: list[str] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        self.texts.append(sql)
        if len(self.texts) == self.fail_at:
            raise OperationalError("the database went away here")
        return execute(sql, params, many, context)

    @property
    def failed(self) -> bool:
        return 0 < self.fail_at <= len(self.texts)


def rows_of(tables: Iterable[str]) -> Rows:
    """Every row of these tables, as one may compare them."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(cursor.fetchall(), key=repr)
    return rows
