"""What somebody says of the own work, as rows: each is a question that the database answers."""

from django.db import models

from expertpool.enums import Ability, ExpertRole, Language, Level, Province
from expertpool.models.profile import ExpertProfile, ProfileEvidence


class ProfileLevel(models.Model):
    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="level_rows")
    level = models.CharField("niveau", max_length=20, choices=Level.choices)

    class Meta:
        ordering = ["pk"]
        verbose_name = "niveau van een profiel"
        verbose_name_plural = "niveaus van profielen"
        constraints = [models.UniqueConstraint(fields=["profile", "level"], name="level_once_per_profile")]
        indexes = [models.Index(fields=["level", "profile"], name="profile_by_level")]

    def __str__(self) -> str:
        return self.get_level_display()


class ProfileRole(models.Model):
    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="role_rows")
    role = models.CharField("rol", max_length=20, choices=ExpertRole.choices)

    class Meta:
        ordering = ["pk"]
        verbose_name = "rol van een profiel"
        verbose_name_plural = "rollen van profielen"
        constraints = [models.UniqueConstraint(fields=["profile", "role"], name="role_once_per_profile")]
        indexes = [models.Index(fields=["role", "profile"], name="profile_by_role")]

    def __str__(self) -> str:
        return self.get_role_display()


class ProfileLanguage(models.Model):
    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="language_rows")
    language = models.CharField("taal", max_length=20, choices=Language.choices)

    class Meta:
        ordering = ["pk"]
        verbose_name = "taal van een profiel"
        verbose_name_plural = "talen van profielen"
        constraints = [
            models.UniqueConstraint(fields=["profile", "language"], name="language_once_per_profile")
        ]

    def __str__(self) -> str:
        return self.get_language_display()


class ProfileProvince(models.Model):
    """Where somebody travels to; without a row that is everywhere."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="province_rows")
    province = models.CharField("provincie", max_length=30, choices=Province.choices)

    class Meta:
        ordering = ["pk"]
        verbose_name = "provincie van een profiel"
        verbose_name_plural = "provincies van profielen"
        constraints = [
            models.UniqueConstraint(fields=["profile", "province"], name="province_once_per_profile")
        ]

    def __str__(self) -> str:
        return self.get_province_display()


class ProfileWijk(models.Model):
    """A wijk that somebody worked in."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="wijk_rows")
    wijk = models.ForeignKey("core.Wijk", verbose_name="wijk", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["wijk__gemeente__sort_name", "pk"]
        verbose_name = "wijk van een profiel"
        verbose_name_plural = "wijken van profielen"
        constraints = [models.UniqueConstraint(fields=["profile", "wijk"], name="wijk_once_per_profile")]

    def __str__(self) -> str:
        return str(self.wijk)


class EvidenceAbility(models.Model):
    """This piece of work shows this ability: what the owner says, read beside it by whoever asks."""

    evidence = models.ForeignKey(ProfileEvidence, on_delete=models.CASCADE, related_name="ability_rows")
    ability = models.CharField("kracht", max_length=20, choices=Ability.choices)

    class Meta:
        ordering = ["pk"]
        verbose_name = "kracht die uit werk blijkt"
        verbose_name_plural = "krachten die uit werk blijken"
        constraints = [
            models.UniqueConstraint(fields=["evidence", "ability"], name="ability_once_per_evidence")
        ]

    def __str__(self) -> str:
        return self.get_ability_display()
