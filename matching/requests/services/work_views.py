"""Keep the work list as it is narrowed now, under a name; let one open first; take it away. Each of the own ones only."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.writers import lock_writer
from krachtwijken.core import audit
from matching.models import WorkView
from matching.requests.rules import may_handle
from matching.requests.workflow import WrongStepError

MOST_VIEWS = 20
TOO_MANY = f"U hebt al {MOST_VIEWS} weergaven. Haal er eerst een weg."
NAME_TAKEN = "U hebt al een weergave met deze naam. Kies een andere naam, of haal die eerst weg."


@transaction.atomic
def keep_work_view(*, actor: User, name: str, chosen: dict[str, str]) -> WorkView:
    """Repeatable: the same name for the same is one view."""
    _lock(actor)
    own = WorkView.objects.filter(user=actor)
    known = own.filter(name__iexact=name).first()
    if known is not None and known.chosen == chosen:
        return known
    if known is not None:
        raise WrongStepError(NAME_TAKEN)
    if own.count() >= MOST_VIEWS:
        raise WrongStepError(TOO_MANY)
    view = WorkView.objects.create(user=actor, name=name, chosen=chosen)
    audit.record(actor=actor, action="matching.work_view_kept", target=view)
    return view


@transaction.atomic
def set_first_view(*, actor: User, pk: int | None) -> None:
    """Repeatable. None: the list opens as it is for everybody. One that is gone changes nothing."""
    _lock(actor)
    own = WorkView.objects.filter(user=actor)
    view = own.filter(pk=pk).first() if pk is not None else None
    if (pk is not None and view is None) or (view is not None and view.opens_first):
        return
    if not own.filter(opens_first=True).update(opens_first=False) and view is None:
        return
    if view is not None:
        view.opens_first = True
        view.save(update_fields=["opens_first"])
    audit.record(actor=actor, action="matching.work_view_first", target=view)


@transaction.atomic
def remove_work_view(*, actor: User, pk: int) -> None:
    """Repeatable."""
    _lock(actor)
    view = WorkView.objects.filter(user=actor, pk=pk).first()
    if view is not None:
        audit.record(actor=actor, action="matching.work_view_removed", target=view)
        view.delete()


def _lock(actor: User) -> None:
    if not may_handle(actor):
        raise PermissionDenied
    lock_writer(actor)
