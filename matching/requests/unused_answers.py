"""What was answered to parts of a request and would not reach its gemeente. Parts lie in a room above, which is asked here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from krachtwijken.core.providers import Provider
from matching.requests.models.request import SupportRequest


@dataclass(frozen=True)
class UnusedAnswer:
    """`whom` is a centre by name or a person by function."""

    part: int
    whom: str


def _nothing_answered(request: SupportRequest, text: str) -> Sequence[UnusedAnswer]:
    return ()


# Of this request, what stands in no answer yet and not in this text either.
unused_answers: Provider[Callable[[SupportRequest, str], Sequence[UnusedAnswer]]] = Provider(
    _nothing_answered
)


def mark_of_answers(unused: Sequence[UnusedAnswer]) -> str:
    """Of which it was said; another answer that came since is said too."""
    return ".".join(str(one.part) for one in sorted(unused, key=lambda one: one.part))
