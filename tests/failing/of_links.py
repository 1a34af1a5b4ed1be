"""What the services of cited sources are tried with."""

from django.utils import timezone

from knowledge.links.fetching import Fetched
from knowledge.links.models import CitedLink
from knowledge.links.services import check_link, queue_due_links, record_look, refresh_uses
from tests.factories.pages import make_case
from tests.failing.registry import Call, tries

SOURCE = "https://bron.example/verslag"


def cited_link(**fields: object) -> CitedLink:
    make_case(source_url=SOURCE)
    refresh_uses()
    CitedLink.objects.update(**fields)
    return CitedLink.objects.get()


@tries(refresh_uses)
def source_of_a_case() -> Call:
    make_case(source_url=SOURCE)
    return refresh_uses


@tries(queue_due_links)
def link_that_is_due() -> Call:
    cited_link()
    return queue_due_links


@tries(record_look)
def broken_link_that_works_again() -> Call:
    link, at = cited_link(state="weg", failures=4, failing_since=timezone.now()), timezone.now()
    return lambda: record_look(pk=link.pk, found=Fetched(200, SOURCE, "text/html", b"x"), at=at)


@tries(check_link)
def host_that_is_not_on_the_list() -> Call:
    link = cited_link()
    return lambda: check_link(pk=link.pk)
