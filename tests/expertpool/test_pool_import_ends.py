"""What becomes of a list of people: said yes to, broken off, taken up again, thrown away and forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.importing.rows import people_in
from expertpool.importing.services import forget_pool_imports, run_pool_import, take_person
from expertpool.models import Nomination, PoolImport, PoolImportState
from krachtwijken.core import audit
from krachtwijken.core.sheets.table import Table
from tests.expertpool.test_pool_import import ANNA, BRAM, START, confirm, desk, send

__all__ = ["desk"]


@pytest.mark.parametrize(
    ("action", "state"),
    [("pool_import.confirmed", PoolImportState.CHECKED), ("pool_import.finished", PoolImportState.RUNNING)],
)
def test_step_that_cannot_be_written_in_the_trail_is_not_taken(
    desk: Client, monkeypatch: pytest.MonkeyPatch, action: str, state: PoolImportState
) -> None:
    send(desk, ANNA)
    write = audit.record

    def fail(**fields: Any) -> Any:
        if fields["action"] == action:
            raise OSError
        return write(**fields)

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(OSError):
        run_pool_import(pool_import=PoolImport.objects.get(), actor=desk.user)
    kept = PoolImport.objects.get()
    assert kept.state == state
    assert kept.table, "it can be taken up again"


def test_lists_are_forgotten(desk: Client) -> None:
    send(desk, ANNA)
    for days, gone in ((2.9, 0), (3.1, 1)):
        PoolImport.objects.update(created_at=timezone.now() - timedelta(days=days))
        assert forget_pool_imports() == gone
    send(desk, BRAM)
    confirm(desk)
    PoolImport.objects.update(created_at=timezone.now() - timedelta(days=89.9))
    assert forget_pool_imports() == 0
    PoolImport.objects.update(created_at=timezone.now() - timedelta(days=90.1))
    assert forget_pool_imports() == 2
    send(desk, ANNA)
    desk.post(f"{START}{PoolImport.objects.get().pk}/", {"drop": "1"})
    assert not PoolImport.objects.exists()


def test_list_that_runs_is_not_said_to_be_thrown_away(desk: Client) -> None:
    send(desk, ANNA, BRAM)
    kept = PoolImport.objects.get()
    PoolImport.objects.update(state=PoolImportState.RUNNING)
    answer = desk.post(f"{START}{kept.pk}/", {"drop": "1"}, follow=True).content.decode()
    assert "weggegooid" not in answer
    assert "Weggooien kan niet meer" in answer
    assert "Ga verder" in answer
    assert PoolImport.objects.exists()


def test_list_that_broke_off_is_taken_up_again_or_forgotten(desk: Client) -> None:
    send(desk, ANNA, BRAM)
    kept = PoolImport.objects.get()
    PoolImport.objects.update(state=PoolImportState.RUNNING)
    take_person(pool_import=kept, person=next(iter(people_in(Table.from_json(kept.table)))))
    assert forget_pool_imports() == 0
    confirm(desk)
    assert {one.email for one in Nomination.objects.all()} == {ANNA[1], BRAM[1]}
    send(desk, ["Els de Wit", "els@bureau.nl", "Opbouwwerker", "Operationeel", "Wonen", "Liep mee."])
    broken = PoolImport.objects.latest("pk")
    PoolImport.objects.filter(pk=broken.pk).update(
        state=PoolImportState.RUNNING, created_at=timezone.now() - timedelta(days=3.1)
    )
    assert forget_pool_imports() == 1
    broken.refresh_from_db()
    assert (broken.state, broken.table) == (PoolImportState.DONE, {})
    assert desk.get(f"{START}{broken.pk}/").status_code == 200
