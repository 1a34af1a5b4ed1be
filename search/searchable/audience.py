"""From restrictions to the words of an audience; a viewer needs one of the words."""

from collections.abc import Iterable, Sequence

from wagtail.models import BaseViewRestriction

from krachtwijken.accounts.selectors import LOGGED_IN, PUBLIC

EVERYBODY = [PUBLIC]
# Behind a shared password something is found by nobody: the password is asked on the page itself.
NOBODY: list[str] = []


def terms_of(restrictions: Iterable[BaseViewRestriction]) -> list[str]:
    """Who passes all of these."""
    terms = EVERYBODY
    for restriction in restrictions:
        terms = both(terms, _terms(restriction))
    return terms


def _terms(restriction: BaseViewRestriction) -> list[str]:
    if restriction.restriction_type == BaseViewRestriction.LOGIN:
        return [LOGGED_IN]
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return sorted(f"group:{group.pk}" for group in restriction.groups.all())
    return NOBODY


def both(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Who is in both audiences. Words cannot say "in this group and in that one": such a find is left out,
    so that nobody is shown or counted too much."""
    if PUBLIC in one or PUBLIC in other:
        return list(other if PUBLIC in one else one)
    if LOGGED_IN in one or LOGGED_IN in other:
        return list(other if LOGGED_IN in one else one)
    return [word for word in one if word in other]


def either(audiences: Iterable[Sequence[str]]) -> list[str]:
    """Who is in one of the audiences."""
    words = sorted({word for audience in audiences for word in audience})
    for enough in (PUBLIC, LOGGED_IN):
        if enough in words:
            return [enough]
    return words
