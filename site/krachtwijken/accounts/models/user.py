"""A person who logs in, by e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.functional import cached_property

from krachtwijken.accounts.roles import ROLE_VALUES, Role
from krachtwijken.core.fields import SortKeyField

# Who somebody is and whether the door is open: a change ends sessions and stands in the audit trail.
WATCHED = frozenset({"email", "is_active", "is_superuser"})


class UserQuerySet(models.QuerySet["User"]):
    def update(self, **values: Any) -> int:
        """What is watched is saved one by one, so that signals tell of it; Wagtail closes many accounts this way."""
        if not WATCHED & values.keys():
            return super().update(**values)
        users = list(self)
        for user in users:
            for name, value in values.items():
                setattr(user, name, value)
            user.save(update_fields=list(values))
        return len(users)


class EmailUserManager(UserManager["User"]):
    """Creates users by e-mail address; there is no user name."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def _create_user_object(self, email: str, password: str | None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":  # type: ignore[override]
        fields.setdefault("is_staff", False)
        fields.setdefault("is_superuser", False)
        user = self._create_user_object(email, password, **fields)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":  # type: ignore[override]
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=120, blank=True)
    sort_name = SortKeyField(of="name", people=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[EmailUserManager] = EmailUserManager()

    class Meta:
        ordering = ["email"]
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()

    @cached_property
    def group_names(self) -> dict[int, str]:
        """All groups by id, read once for this object; `signals.py` forgets it when the groups change."""
        return dict(self.groups.values_list("id", "name")) if self.pk else {}

    @property
    def roles(self) -> frozenset[Role]:
        """Somebody who was made inactive has no role; a superuser counts as beheer."""
        if not self.is_active:
            return frozenset()
        held = {Role(name) for name in self.group_names.values() if name in ROLE_VALUES}
        return frozenset(held | {Role.BEHEER} if self.is_superuser else held)

    def has_role(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)
