"""What stands there now, in words, for who saves over what somebody else saved meanwhile, or comes after somebody else
went on."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.versions import ChangedMeanwhileError, VersionedForm
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.rules import may_handle, works_for
from matching.requests.workflow import WrongStepError

NOT_KEPT = "Wat u typte is niet bewaard. Het staat hieronder nog."
# Of the reason of a colleague.
WORDS = 40


def tell_change(form: VersionedForm, error: ChangedMeanwhileError, now: Mapping[str, Any]) -> None:
    """What was typed stays in the form; `now` are the values as they are stored."""
    form.tell_changed(
        error, {name: _words(form.fields[name], now[name]) for name in error.fields if name in form.fields}
    )


def tell_overtaken(form: forms.BaseForm, request: SupportRequest, *, viewer: User, why: str = "") -> None:
    """For who was second: nothing is kept, what was typed stays in the form, and the message says what was done meanwhile and,
    as far as this viewer may know, by whom. `request` is as it is stored now."""
    told = (why, last_step_of(request, viewer=viewer), NOT_KEPT)
    form.add_error(None, " ".join(sentence for sentence in told if sentence))


def is_kept(
    form: VersionedForm,
    request: SupportRequest,
    *,
    viewer: User,
    keep: Callable[[], object],
    stored: Callable[[SupportRequest], Mapping[str, Any]],
) -> bool:
    """Whether `keep` saved what was typed. False when a colleague changed it meanwhile, or the request does not run any more:
    then it stays on the page beside what is `stored` now."""
    try:
        keep()
    except WrongStepError as error:
        request.refresh_from_db()
        tell_overtaken(form, request, viewer=viewer, why=str(error))
        return False
    except ChangedMeanwhileError as error:
        request.refresh_from_db()
        tell_change(form, error, stored(request))
        return False
    return True


def last_step_of(request: SupportRequest, *, viewer: User) -> str:
    """In which state it is since when, by whom and why; empty of what never moved."""
    step = events_of(request).filter(action="matching.status").select_related("actor").last()
    if step is None:
        return ""
    state = RequestStatus(request.status)
    when = date_format(localtime(step.at), "j F, H:i")
    told = f"Dit verzoek heeft sinds {when} uur de stand ‘{state.label.lower()}’."
    who = _who(step.actor, request, viewer)
    decision = request.decisions.filter(to=state).last()
    reason = f" De reden: “{Truncator(decision.reason).words(WORDS)}”" if decision is not None else ""
    return f"{told}{f' Dat deed {who}.' if who else ''}{reason}"


def _who(actor: User | None, request: SupportRequest, viewer: User) -> str:
    """By name only among colleagues of the loket; empty for what happens by itself."""
    if actor is None:
        return ""
    if actor.pk == viewer.pk:
        return "u zelf"
    if may_handle(actor):
        return str(actor) if may_handle(viewer) else "het loket"
    return "de gemeente" if works_for(actor, request.gemeente) else ""


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.filter(pk=value).first() if field.queryset is not None else None
        return field.label_from_instance(row) if row is not None else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type] # no groups among ours
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, time):
        return f"{value:%H:%M} uur"
    return str(value or "")
