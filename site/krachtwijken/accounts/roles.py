"""The roles of the platform. A visitor without an account is the eighth."""

from django.db.models import TextChoices


class Role(TextChoices):
    """Stored as Django groups: the value is the name of the group."""

    GEMEENTE = "gemeente", "Gemeente"
    EXPERT = "expert", "Krachtige persoon"
    KENNISCENTRUM = "kenniscentrum", "Kenniscentrum"
    LOKET = "loket", "Loketmedewerker"
    ACCOUNTMANAGER = "accountmanager", "Accountmanager"
    REDACTIE = "redactie", "Redactie"
    BEHEER = "beheer", "Beheer"


# Whoever works for the programme: a second factor and a short idle time are their duty.
STAFF_ROLES = frozenset({Role.KENNISCENTRUM, Role.LOKET, Role.ACCOUNTMANAGER, Role.REDACTIE, Role.BEHEER})
# Whoever may enter the content management at /admin/.
ADMIN_ROLES = frozenset({Role.KENNISCENTRUM, Role.REDACTIE, Role.BEHEER})
ROLE_VALUES = frozenset(Role.values)
