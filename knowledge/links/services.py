"""Keep the list of cited addresses, look at one, and remember what came of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from knowledge.links.fetching import Fetched, FetchPolicy, FetchRefusedError, Refusal, fetch_address
from knowledge.links.models import CitedLink, LinkCopy, LinkState, LinkUse
from knowledge.links.selectors import cited_urls, links_due
from krachtwijken.core import audit
from krachtwijken.core.outbox import enqueue

TOPIC = "knowledge.link"
MOST_A_NIGHT = 500
# A link that works is looked at again after so long; one that does not, sooner.
AGAIN, AGAIN_SOON = timedelta(days=7), timedelta(days=1)
# A host may be away for a night: only then is a reader told.
FAILURES_TO_TELL = 3
GONE_CODES = frozenset({404, 410})
# Says something of us, not of the address.
OURS = frozenset({Refusal.HOST, Refusal.SIZE, Refusal.ADDRESS})


def _policy() -> FetchPolicy:
    """What beheer allows; without names nothing is fetched."""
    return FetchPolicy(hosts=frozenset(settings.LINK_CHECK_HOSTS))


@transaction.atomic
def refresh_uses() -> int:
    """Repeatable. Addresses that no page cites any more go, with their copies. Returns how many are cited."""
    cited = cited_urls()
    CitedLink.objects.exclude(url__in=cited).delete()
    CitedLink.objects.bulk_create([CitedLink(url=url) for url in cited], ignore_conflicts=True)
    keys = dict(CitedLink.objects.values_list("url", "pk"))
    wanted = {(keys[url], page) for url, pages in cited.items() for page in pages}
    known = {(link, page): pk for pk, link, page in LinkUse.objects.values_list("pk", "link", "page")}
    LinkUse.objects.filter(pk__in=[pk for pair, pk in known.items() if pair not in wanted]).delete()
    new = [LinkUse(link_id=link, page_id=page) for link, page in sorted(wanted - set(known))]
    LinkUse.objects.bulk_create(new, ignore_conflicts=True)
    return len(cited)


@transaction.atomic
def queue_due_links() -> int:
    """Repeatable: a link that waits in the outbox is not put there again. Returns how many are due."""
    due = links_due(timezone.now(), most=MOST_A_NIGHT)
    for pk in due:
        enqueue(TOPIC, {"link": pk}, key=str(pk))
    return len(due)


def check_link(*, pk: int, policy: FetchPolicy | None = None) -> CitedLink | None:
    """Repeatable. Asks the host outside a transaction; None when the link went meanwhile. A host that does not answer is an
    outcome, not an error."""
    link = CitedLink.objects.filter(pk=pk).first()
    if link is None:
        return None
    try:
        found: Fetched | Refusal = fetch_address(link.url, policy or _policy())
    except FetchRefusedError as refused:
        found = refused.reason
    return record_look(pk=pk, found=found, at=timezone.now())


@transaction.atomic
def record_look(*, pk: int, found: Fetched | Refusal, at: datetime) -> CitedLink | None:
    """Repeatable: the same look at the same moment is counted once."""
    link = CitedLink.objects.select_for_update().filter(pk=pk).first()
    if link is None or link.checked_at == at:
        return link
    was_broken = link.is_broken
    link.checked_at = at
    link.status_code = found.status if isinstance(found, Fetched) else None
    link.refusal = "" if isinstance(found, Fetched) else found.value
    _settle(link, found, at)
    link.save(
        update_fields=["checked_at", "status_code", "refusal", "state", "failures", "failing_since", "due_at"]
    )
    if isinstance(found, Fetched) and link.state == LinkState.GOOD and found.body:
        _keep_copy(link, found, at)
    if link.is_broken != was_broken:
        action = "knowledge.link_broken" if link.is_broken else "knowledge.link_restored"
        audit.record(actor=None, action=action, target=link, data={"status": link.status_code})
    return link


def _settle(link: CitedLink, found: Fetched | Refusal, at: datetime) -> None:
    works = isinstance(found, Fetched) and 200 <= found.status < 300
    if works or (isinstance(found, Refusal) and found in OURS):
        link.state = LinkState.GOOD if works else LinkState.SKIPPED
        link.failures, link.failing_since, link.due_at = 0, None, at + AGAIN
        return
    link.failures = min(link.failures + 1, 1000)
    link.failing_since = link.failing_since or at
    link.due_at = at + (AGAIN_SOON if link.failures <= FAILURES_TO_TELL else AGAIN)
    if link.failures >= FAILURES_TO_TELL:
        gone = isinstance(found, Fetched) and found.status in GONE_CODES
        link.state = LinkState.GONE if gone else LinkState.FAILING


def _keep_copy(link: CitedLink, found: Fetched, at: datetime) -> None:
    """The first stays; of later ones only the last."""
    copies = list(link.copies.defer("body").order_by("kept_at", "pk"))
    if any(copy.sha256 == found.digest for copy in copies):
        return
    LinkCopy.objects.filter(pk__in=[copy.pk for copy in copies[1:]]).delete()
    LinkCopy.objects.create(
        link=link, sha256=found.digest, content_type=found.content_type, body=found.body, size=len(found.body),
        kept_at=at,
    )  # fmt: skip
