"""Scales and closed lists of the knowledge base. Sources of the scales: docs/glossary.md."""

from django.db.models import IntegerChoices, TextChoices


class CaseKind(TextChoices):
    PRACTICE = "practice", "Aanpak"
    EXPERIMENT = "experiment", "Experiment"


class CaseStatus(TextChoices):
    IDEE = "idee", "Idee"
    LOOPT = "loopt", "Loopt nog"
    AFGEROND = "afgerond", "Afgerond"
    GEBORGD = "geborgd", "Vast onderdeel geworden"
    GESTOPT = "gestopt", "Gestopt"


class EvidenceLevel(TextChoices):
    """From experience only to strong proof; X was studied and had no effect."""

    ONBEKEND = "onbekend", "Nog niet beoordeeld"
    IMPLICIET = "0", "Alleen ervaring"
    BESCHREVEN = "1", "Goed beschreven"
    ONDERBOUWD = "2", "Goed onderbouwd"
    EERSTE = "3a", "Eerste aanwijzingen dat het werkt"
    GOEDE = "3b", "Goede aanwijzingen dat het werkt"
    STERKE = "3c", "Sterke aanwijzingen dat het werkt"
    GEEN_EFFECT = "X", "Onderzocht, geen effect"


class EvidenceSource(TextChoices):
    ZELF = "zelfverklaard", "Volgens de makers"
    PLATFORM = "platformtoets", "Getoetst door het platform"
    ERKEND = "erkend", "Erkend door een kenniscentrum"


class CostsClass(TextChoices):
    """Per participant; physical works have a total amount instead."""

    EEN = "1", "Minder dan € 100 per deelnemer"
    TWEE = "2", "€ 100 tot € 499 per deelnemer"
    DRIE = "3", "€ 500 tot € 999 per deelnemer"
    VIER = "4", "€ 1.000 tot € 2.000 per deelnemer"
    VIJF = "5", "Meer dan € 2.000 per deelnemer"
    NVT = "nvt", "Totaalbedrag, niet per deelnemer"


class Scale(TextChoices):
    HUISHOUDEN = "huishouden", "Huishouden"
    STRAAT = "straat", "Straat"
    BUURT = "buurt", "Buurt"
    WIJK = "wijk", "Wijk"
    STAD = "stad", "Stad"
    REGIO = "regio", "Regio"


class ResidentRole(TextChoices):
    GEEN = "geen", "Geen rol"
    INFORMEREN = "informeren", "Worden geïnformeerd"
    RAADPLEGEN = "raadplegen", "Worden geraadpleegd"
    ADVISEREN = "adviseren", "Geven advies"
    COPRODUCEREN = "coproduceren", "Maken mee"
    ZELFBEHEER = "zelfbeheer", "Beheren zelf"


class ExperimentStatus(TextChoices):
    VOORSTEL = "voorstel", "Voorstel"
    TOEGEKEND = "toegekend", "Toegekend"
    LOOPT = "loopt", "Loopt"
    ANALYSE = "analyse", "Uitkomsten worden onderzocht"
    VERALGEMENISEERD = "veralgemeniseerd", "Algemene les getrokken"
    ELDERS_TOEGEPAST = "elders_toegepast", "Ook elders toegepast"
    GESTOPT = "gestopt", "Gestopt"


class SchemeKind(TextChoices):
    SUBSIDIE = "subsidie", "Subsidie"
    SPECIFIEKE_UITKERING = "specifieke_uitkering", "Specifieke uitkering"
    WET = "wet", "Wet"
    FONDS = "fonds", "Fonds"
    EXPERIMENTEERRUIMTE = "experimenteerruimte", "Experimenteerruimte"


class CentreService(TextChoices):
    DATABANK = "databank", "Databank"
    ADVIES = "advies", "Advies"
    ONDERZOEK = "onderzoek", "Onderzoek"
    EXPERIMENTBEGELEIDING = "experimentbegeleiding", "Begeleiding van experimenten"
    BEOORDELING = "beoordeling", "Beoordeling van aanpakken"
    TRAINING = "training", "Training"


class OfferWeight(IntegerChoices):
    """How well a centre helps with a problem; the numbers are summed when a text states several."""

    FIRST = 3, "Eerste adres"
    SECOND = 2, "Goed tweede adres"
    EXTRA = 1, "Kan iets bijdragen"
