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


class OutcomeDomain(TextChoices):
    """What an outcome is about: columns of the evidence map, so short words."""

    WERK = "werk", "Werk, inkomen, bedrijven"
    SCHULDEN = "schulden", "Schulden en armoede"
    SCHOOL = "school", "School en opleiding"
    TAAL = "taal", "Taal en inburgering"
    OPGROEIEN = "opgroeien", "Opgroeien en gezin"
    GEZONDHEID = "gezondheid", "Gezondheid en zorg"
    MEEDOEN = "meedoen", "Ontmoeten en meedoen"
    VERTROUWEN = "vertrouwen", "Vertrouwen en zeggenschap"
    VEILIGHEID = "veiligheid", "Veiligheid en overlast"
    WONEN = "wonen", "Woning en straat"
    SAMENWERKING = "samenwerking", "Samenwerking van instanties"
    UITVOERING = "uitvoering", "Bereik en kosten"


class ResultDirection(TextChoices):
    """What became of the problem."""

    BETTER = "beter", "Het werd beter"
    MIXED = "gemengd", "Deels beter, deels niet"
    SAME = "gelijk", "Geen verschil"
    WORSE = "slechter", "Het werd slechter"
    UNKNOWN = "onbekend", "Nog niet bekend"


class EffectSize(TextChoices):
    """How much changed; a rough word, because units differ."""

    GROOT = "groot", "Groot"
    MIDDEL = "middel", "Middelgroot"
    KLEIN = "klein", "Klein"
    GEEN = "geen", "Geen verschil"
    NEGATIEF = "negatief", "Het werd slechter"
    ONBEKEND = "onbekend", "Niet bekend"


class Certainty(IntegerChoices):
    """How sure an outcome is, from a guess to several studies that agree."""

    GUESS = 0, "0: een indruk"
    TOLD = 1, "1: betrokkenen zeggen het"
    COUNTED = 2, "2: geteld, zonder vergelijking"
    BEFORE_AFTER = 3, "3: voor en na gemeten"
    COMPARED = 4, "4: vergeleken met een andere groep"
    REPEATED = 5, "5: meer onderzoeken zeggen hetzelfde"


class ResearchKind(TextChoices):
    PROCES = "procesevaluatie", "Evaluatie van de uitvoering"
    VOOR_NA = "voor_na", "Voor en na gemeten"
    VERGELIJKING = "vergelijkingsgroep", "Met een groep ter vergelijking"
    QUASI = "quasi_experiment", "Bijna een experiment: niet geloot"
    RCT = "rct", "Experiment met loting"
    LONGITUDINAAL = "longitudinaal", "Jarenlang gevolgd"
    MKBA = "mkba", "Kosten en baten voor de samenleving"


class Recogniser(TextChoices):
    """Who judges interventions in the Netherlands and puts them in a databank."""

    RIVM = "rivm", "RIVM"
    MOVISIE = "movisie", "Movisie"
    NJI = "nji", "Nederlands Jeugdinstituut"
    KCSB = "kcsb", "Kenniscentrum Sport en Bewegen"
    TRIMBOS = "trimbos", "Trimbos-instituut"
    VILANS = "vilans", "Vilans"
    NCJ = "ncj", "Nederlands Centrum Jeugdgezondheid"


class DecisionPower(TextChoices):
    """Doorzettingsmacht: the power to get things done across organisations."""

    GEEN = "geen", "Niet nodig"
    MICRO = "micro", "Rond een gezin, zoals een gezinscoach"
    MESO = "meso", "In de wijk, zoals een stadsmarinier"
    MACRO = "macro", "Bij bestuur of ministerie"


class Licence(TextChoices):
    CC0 = "cc0", "Vrij te gebruiken (CC0)"
    CC_BY = "cc_by", "Vrij te gebruiken met naam van de bron (CC BY)"
    CC_BY_SA = "cc_by_sa", "Met naam van de bron, en deel het net zo (CC BY-SA)"
    RESERVED = "voorbehouden", "Vraag het eerst aan de eigenaar"


class ConditionCheck(TextChoices):
    """What tells whether a condition is met; without one of these the reader ticks it."""

    SIZE = "inwoners", "Het aantal inwoners van de gemeente"
    PROGRAMME = "programma", "Het programma waar de wijk bij hoort"
    PROBLEM = "probleem", "Een probleem dat in de wijk speelt"


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


class Applicant(TextChoices):
    """Who may ask for a scheme."""

    GEMEENTE = "gemeente", "Gemeente"
    CORPORATIE = "corporatie", "Woningcorporatie"
    ONDERWIJS = "onderwijs", "School of kinderopvang"
    ORGANISATIE = "organisatie", "Stichting of zorg- en welzijnsorganisatie"
    BEWONERS = "bewoners", "Bewoners"
    ONDERNEMER = "ondernemer", "Ondernemer of eigenaar"


class SchemeState(TextChoices):
    """On a given day."""

    OPEN = "open", "Nu te gebruiken"
    STRAKS = "straks", "Straks te gebruiken"
    DICHT = "dicht", "Niet meer te gebruiken"


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
