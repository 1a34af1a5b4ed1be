"""Two tabs on one thing: a form says from which values it was made, and what changed since is not written over.

    class OwnForm(VersionedForm, forms.Form): ...

    form = OwnForm(data); form.show_version(values_now)          # in the view, of a form that is shown
    refuse_stale(seen=form.seen, now=…, wanted=…)                # in the service, on the locked row
    except ChangedMeanwhileError as error: form.tell_changed(error)

The mark stands in a hidden field and tells nothing: of each value a few characters of its digest. Who saves a second time
after the message has seen what stands there now, and is believed.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

FIELD = "versie"
LONGEST_MARK = 4000
DIGITS = 10


class ChangedMeanwhileError(ValueError):
    """Somebody else, or another tab, saved these fields since the form was made. `mark` is that of now."""

    def __init__(self, fields: Collection[str], mark: str) -> None:
        super().__init__(", ".join(fields))
        self.fields, self.mark = tuple(fields), mark


def mark_of_values(values: Mapping[str, Any]) -> str:
    """The same values give the same mark, in whatever order a list or a mapping was read."""
    return ".".join(f"{name}~{_digest(values[name])}" for name in sorted(values))


def changed_since(seen: str, now: Mapping[str, Any]) -> list[str]:
    """Fields whose value is another than when the mark was made; a field that the mark does not know is no change."""
    known = dict(part.split("~", 1) for part in seen[:LONGEST_MARK].split(".") if "~" in part)
    return [name for name in now if name in known and known[name] != _digest(now[name])]


def refuse_stale(*, seen: str, now: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raises ChangedMeanwhileError where `wanted` would put back what changed since. Without a mark nothing is refused: it
    comes from a page that was opened before marks were there."""
    fields = [
        name
        for name in changed_since(seen, now)
        if name in wanted and _digest(wanted[name]) != _digest(now[name])
    ]
    if fields:
        raise ChangedMeanwhileError(fields, mark_of_values(now))


def refuse_unread(*, seen: str, now: Mapping[str, Any]) -> None:
    """For a yes to what somebody read: raises ChangedMeanwhileError unless the mark is of exactly these values. Without a mark
    nobody knows what was read."""
    mark = mark_of_values(now)
    if seen != mark:
        raise ChangedMeanwhileError(changed_since(seen, now) or list(now), mark)


class VersionedForm(forms.Form):
    """Holds the mark. `show_version` before the form is shown, `tell_changed` when the service refused."""

    # Nothing points at it, and a page may have two of these forms.
    versie = forms.CharField(
        required=False, max_length=LONGEST_MARK, widget=forms.HiddenInput(attrs={"id": False})
    )

    @property
    def seen(self) -> str:
        """The mark that came along with what was typed."""
        return mark_sent_with(self)

    def show_version(self, now: Mapping[str, Any]) -> None:
        show_version_in(self, now)

    def tell_changed(self, error: ChangedMeanwhileError, shown: Mapping[str, str] | None = None) -> None:
        tell_change_in(self, error, shown)


def attach_version(form: forms.Form, now: Mapping[str, Any]) -> None:
    """For a form of one step of many: the field, and what it shows."""
    form.fields[FIELD] = deepcopy(VersionedForm.base_fields[FIELD])
    show_version_in(form, now)


def mark_sent_with(form: forms.BaseForm) -> str:
    return str(form.data.get(FIELD, "")) if form.is_bound else ""


def show_version_in(form: forms.BaseForm, now: Mapping[str, Any]) -> None:
    """A form with what somebody typed keeps its own mark: that is what it was made from."""
    if not form.is_bound:
        # Not in the mapping that it was given: two forms of one page may share it.
        form.initial = {**form.initial, FIELD: mark_of_values(now)}


def tell_change_in(
    form: forms.BaseForm, error: ChangedMeanwhileError, shown: Mapping[str, str] | None = None
) -> None:
    """What was typed stays; `shown` says in words what stands there now. Saving again goes over it."""
    shown = shown or {}
    labels = {name: str(field.label or name) for name, field in form.fields.items()}
    names = [_named(labels, name) for name in error.fields]
    told = [
        f"{_named(labels, name)} is nu: {shown[name] or 'leeg'}. " for name in error.fields if name in shown
    ]
    form.add_error(
        None,
        f"Dit is net veranderd in een ander venster of door iemand anders: {', '.join(names)}. "
        f"Wij hebben uw tekst nog niet bewaard. Hieronder staat wat u typte. {''.join(told)}"
        "Kijk het na. Bewaart u nog een keer, dan geldt wat u hier ziet.",
    )
    data = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
    data[FIELD] = error.mark
    form.data = data


def _named(labels: Mapping[str, str], name: str) -> str:
    """In the middle of a sentence: a label that is a question loses its mark."""
    return labels.get(name, name).rstrip("?:. ")


def _digest(value: Any) -> str:
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:DIGITS]


def _plain(value: Any) -> Any:
    """One way to write what a form and a row each write in their own: nothing is "", a list has no order."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, set | frozenset | list | tuple):
        return sorted((_plain(one) for one in value), key=str)
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n")
