"""One mail for a whole import: one for every page to every reader would be a flood (`knowledge/review_mail/silence.py`)."""

from knowledge.centres.rules import peers_of
from knowledge.importing.models import CaseImport
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.mail import queue_mail


def tell_reviewers(case_import: CaseImport, *, in_review: int) -> None:
    """Repeatable: one mail to each who reads along, or of the redactie where there is no other centre."""
    if not in_review:
        return
    for user in peers_of(case_import.centre) or users_with_role(Role.REDACTIE):
        queue_mail(
            to=user.email,
            template="mail/import_in_review.txt",
            context={"centre": case_import.centre.title, "number": in_review},
            key=f"knowledge.import:{case_import.pk}:{user.pk}",
        )
