"""Mail about a case that is read first: number and link; never what stands in it or what was said of it."""

from django.conf import settings

from krachtwijken.core.mail import queue_mail
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.rules import Reader, people_of
from matching.requests.services.notify import queue_about, tell_handler


def tell_readers(approval: CaseApproval, helpers: list[Reader]) -> None:
    """Who helped as long as it is heard, and the owner at the loket: whoever has no account has no address here either."""
    key = f"case:{approval.pk}:{approval.round}"
    url = url_of_case(approval)
    told = {person.pk: person for helper in helpers for person in people_of(helper)}
    for person in told.values():
        queue_mail(
            to=person.email, template="mail/case_to_read.txt",
            context={"gemeente": approval.request.gemeente.name, "until": approval.until, "url": url},
            key=f"{key}:{person.pk}",
        )  # fmt: skip
    by_hand = "ja" if any(helper.has_no_account for helper in helpers) else ""
    tell_handler(approval.request, "mail/case_to_read_desk.txt", key, case_url=url, by_hand=by_hand)


def tell_desk_of_word(approval: CaseApproval, word: CaseWord) -> None:
    tell_handler(
        approval.request, "mail/case_word_desk.txt", f"case-word:{word.pk}", whom=word.whom,
        case_url=url_of_case(approval),
    )  # fmt: skip


def tell_author_to_change(approval: CaseApproval) -> None:
    """Once for each time that it was sent. All words stand on the page of the request, the reasons above the draft."""
    author = approval.contribution.author
    if author is not None and author.is_active:
        queue_about(
            author.email,
            "mail/case_change.txt",
            approval.request,
            f"case-change:{approval.pk}:{approval.round}",
        )


def tell_desk_that_term_passed(approval: CaseApproval) -> None:
    tell_handler(
        approval.request,
        "mail/case_late_desk.txt",
        f"case-late:{approval.pk}:{approval.round}",
        case_url=url_of_case(approval),
    )


def url_of_case(approval: CaseApproval) -> str:
    return f"{settings.BASE_URL}{approval.get_absolute_url()}"
