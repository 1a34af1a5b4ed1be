"""Closed lists of the pool."""

from django.db.models import TextChoices


class Level(TextChoices):
    BESTUURLIJK = "bestuurlijk", "Bestuurlijk"
    STRATEGISCH = "strategisch", "Strategisch"
    PROCESREGIE = "procesregie", "Procesregie"
    OPERATIONEEL = "operationeel", "Operationeel"
    BEWONER = "bewoner", "Bewoner of ervaringsdeskundige"


class ExpertRole(TextChoices):
    TOPDOG = "topdog", "Topdog"
    ADOPTANT = "adoptant", "Lid van een adoptieteam"
    EXTERN = "extern_deskundige", "Externe deskundige"
    ONDERZOEKER = "onderzoeker", "Onderzoeker"
    COLLEGA = "collega_gemeente", "Collega van een andere gemeente"


class Visibility(TextChoices):
    PUBLIC = "openbaar", "Iedereen"
    GEMEENTEN = "gemeenten", "Gemeenten en het loket"
    LOKET = "alleen_loket", "Alleen het loket"


class EvidenceKind(TextChoices):
    CASE = "praktijk", "Praktijk"
    MISSION = "missie", "Opdracht"
    PUBLICATION = "publicatie", "Publicatie"
