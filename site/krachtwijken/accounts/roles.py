"""The roles of the platform. A visitor without an account is one more."""

from django.db.models import TextChoices


class Role(TextChoices):
    """Stored as Django groups: the value is the name of the group."""

    GEMEENTE = "gemeente", "Gemeente"
    EXPERT = "expert", "Krachtige persoon"
    KENNISCENTRUM = "kenniscentrum", "Kenniscentrum"
    ORGANISATIE = "organisatie", "Organisatie van de alliantie"
    LOKET = "loket", "Loketmedewerker"
    ACCOUNTMANAGER = "accountmanager", "Accountmanager"
    REDACTIE = "redactie", "Redactie"
    BEHEER = "beheer", "Beheer"


# Whoever works for the programme or writes of others: a second factor and a short idle time are their duty.
STAFF_ROLES = frozenset(
    {Role.KENNISCENTRUM, Role.ORGANISATIE, Role.LOKET, Role.ACCOUNTMANAGER, Role.REDACTIE, Role.BEHEER}
)
# Whoever may enter the content management at /admin/.
ADMIN_ROLES = frozenset({Role.KENNISCENTRUM, Role.REDACTIE, Role.BEHEER})
ROLE_VALUES = frozenset(Role.values)
