"""One thing at a time for what one person writes."""

from krachtwijken.accounts.models import User


def lock_writer(user: User) -> None:
    """For everything that this person writes, until the transaction ends: of two first pages at once the second finds the
    draft of the first, and of a page and the sending one waits for the other."""
    User.objects.select_for_update().get(pk=user.pk)
