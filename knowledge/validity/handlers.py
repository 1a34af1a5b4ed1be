"""What happens at night, and when a page is published."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from knowledge.models import CasePage
from knowledge.validity.services import start_missing_terms, start_term, tell_owners
from krachtwijken.core.scheduler import nightly


@nightly("knowledge.validity")
def look_at_validity() -> None:
    while start_missing_terms():
        pass
    tell_owners()


def follow_publication(instance: Page, **_signal: Any) -> None:
    if isinstance(instance, CasePage):
        start_term(case=instance)


def watch_validity() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    page_published.connect(follow_publication, dispatch_uid="knowledge.validity")
