"""Steps that a kind of help does not take, with what the loket does instead."""

from collections.abc import Mapping

from matching.requests.enums import RequestKind, RequestStatus


def only_by_proposal(why: str) -> Mapping[RequestStatus, str]:
    """Knowledge alone is no help: somebody comes, or the gemeente goes somewhere."""
    return {
        RequestStatus.BEANTWOORD: f"{why} Is kennis toch genoeg? Kies dan eerst de soort hulp "
        f"‘{RequestKind.KENNISVRAAG.label}’, met een reden. Daarna kunt u antwoorden."
    }


def only_by_answer(why: str) -> Mapping[RequestStatus, str]:
    """There is nobody to say yes to."""
    return {
        RequestStatus.VOORGESTELD: f"{why} Moet er iemand komen? Kies dan eerst een andere soort hulp, met een reden. "
        "Daarna kunt u een voorstel doen."
    }
