"""What the appendix shows: a choice from the package, with addresses that also work on paper."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from search.features.answer.addresses import address_of
from search.features.answer.models import ProblemStatement
from search.features.answer.selectors import TOLD_AT_LENGTH, package_for
from search.types import Kind

LISTS = (Kind.PROFILE, Kind.CENTRE, Kind.SCHEME, Kind.WIJK)


def appendix_context(
    statement: ProblemStatement, *, chosen: Collection[str] | None, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """`absolute` makes a whole address of a path. What goes to a council becomes public: whoever makes it, it names only
    what everybody may see."""
    package = package_for(statement.text, viewer=AnonymousUser(), chosen=chosen)
    by_kind = {section.kind: section for section in package.sections}
    cases = by_kind[Kind.CASE]
    answer_path = address_of("answer_detail", statement.token, chosen)
    return {
        "statement": statement,
        "problems": package.problems,
        "cases": cases,
        "approaches": [
            (item.match, item.facts, absolute(item.match.hit.url)) for item in cases.items[:TOLD_AT_LENGTH]
        ],
        "lists": [
            (by_kind[kind], [(item.match.hit, absolute(item.match.hit.url)) for item in by_kind[kind].items])
            for kind in LISTS
        ],
        "today": timezone.localdate(),
        "answer_path": answer_path,
        "answer_url": absolute(answer_path),
        "pdf_url": address_of("answer_pdf", statement.token, chosen),
    }
