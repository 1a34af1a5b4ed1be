"""Closed lists of words that several apps share."""

from django.db.models import TextChoices


class ThemeCode(TextChoices):
    """The five themes of the action plan; health cuts across all."""

    WONEN = "wonen", "Wonen"
    WERKEN = "werken", "Werken"
    LEREN_EN_OPGROEIEN = "leren_en_opgroeien", "Leren en opgroeien"
    INTEGREREN = "integreren", "Integreren"
    VEILIGHEID = "veiligheid", "Veiligheid"


class CrossCutting(TextChoices):
    GEZONDHEID = "gezondheid", "Gezondheid"
    BEWONERSPARTICIPATIE = "bewonersparticipatie", "Bewoners doen mee"
    ACHTER_DE_VOORDEUR = "achter_de_voordeur", "Achter de voordeur"
    BUREAUCRATIE = "bureaucratie", "Regels en procedures"


class Programme(TextChoices):
    KRACHTWIJK40 = "krachtwijk40", "De 40 krachtwijken (2007)"
    NPLV = "nplv", "Nationaal Programma Leefbaarheid en Veiligheid"


class OrganisationKind(TextChoices):
    KENNISCENTRUM = "kenniscentrum", "Kenniscentrum"
    ALLIANTIE = "alliantie", "Landelijke koepel"
    ANDERS = "anders", "Andere organisatie"
