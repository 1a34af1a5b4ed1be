"""The cases that a viewer may see, for an answer that counts them many times."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.query import PageQuerySet

from knowledge.models import CasePage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_hidden_from, pages_visible_to

# When more are hidden than this, every question looks them up by itself.
MOST_NAMED = 500


@dataclass(frozen=True)
class CaseSight:
    """Few cases are hidden: `hidden` names them, read once, and no count looks at the page of every case. None when there
    are too many to name."""

    viewer: Viewer
    hidden: tuple[int, ...] | None

    @classmethod
    def of(cls, viewer: Viewer) -> "CaseSight":
        keys = pages_hidden_from(viewer, CasePage.objects.order_by()).values_list("pk", flat=True)
        hidden = tuple(keys[: MOST_NAMED + 1])
        return cls(viewer, hidden if len(hidden) <= MOST_NAMED else None)

    def cases(self) -> PageQuerySet:
        if self.hidden is None:
            return pages_visible_to(self.viewer, CasePage.objects.order_by())
        return CasePage.objects.order_by().exclude(pk__in=self.hidden)

    def rows(self, model: type[Model], case: str) -> QuerySet[Any]:
        """Rows of a model that point to a visible case by the field `case`."""
        rows = model._default_manager.order_by()
        if self.hidden is None:
            return rows.filter(**{f"{case}__in": self.cases().values("pk")})
        return rows.exclude(Q(**{f"{case}__in": self.hidden}))
