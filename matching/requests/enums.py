"""Closed lists of the loket."""

from django.db.models import TextChoices


class RequestKind(TextChoices):
    KENNISVRAAG = "kennisvraag", "Een vraag om kennis"
    EXPERTBEZOEK = "expertbezoek", "Bezoek van een deskundige (1 tot 5 dagen)"
    TOPDOG = "topdog", "Een topdog: één sterk persoon op een zwaar probleem"
    ADOPTIETEAM = "adoptieteam", "Een adoptieteam: een klein team dat het probleem adopteert"
    KOPPELING = "koppeling", "Koppeling aan een bewindspersoon of deskundige"
    ANALYSE = "analyseverrijking", "Een betere analyse van de wijk"
    UITVOERING = "uitvoeringsversterking", "Meer kracht in de uitvoering"
    KNELPUNT = "regelgeving_knelpunt", "Een regel die ons tegenhoudt"
    STUDIEBEZOEK = "studiebezoek", "Een bezoek aan een andere gemeente"
    TOETS = "collegiale_toets", "Een collega die meekijkt"
    EXPERIMENT = "experiment_aanmelden", "Een experiment aanmelden"
    VERKENNING = "knelpuntenpot_verkenning", "Verkennen of er geld is voor een knelpunt"


class Urgency(TextChoices):
    DOORBRAAK = "doorbraak_nodig", "Het zit vast: er is nu een doorbraak nodig"
    KWARTAAL = "dit_kwartaal", "Dit kwartaal"
    WACHTEN = "kan_wachten", "Het kan wachten"


class RequestStatus(TextChoices):
    INGEDIEND = "ingediend", "Ingediend"
    IN_BEHANDELING = "in_behandeling", "In behandeling"
    BEANTWOORD = "beantwoord", "Beantwoord met kennis"
    VOORGESTELD = "voorgesteld", "Voorstel gedaan"
    IN_UITVOERING = "in_uitvoering", "In uitvoering"
    AFGEROND = "afgerond", "Afgerond"
    AFGEWEZEN = "afgewezen", "Afgewezen"
    INGETROKKEN = "ingetrokken", "Ingetrokken"
