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


# The answer "ik weet het niet" of a draft, and how a request is called whose kind the loket has to choose.
KIND_UNKNOWN = "weet_niet"
KIND_OPEN = "Het loket kiest de soort hulp"


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
    SAMENGEVOEGD = "samengevoegd", "Samengevoegd"


class RefusalReason(TextChoices):
    """Why the loket says no, beside the words that the gemeente reads."""

    OUT_OF_REACH = "buiten_bereik", "Dit valt buiten wat het loket kan doen"
    ELSEWHERE = "elders", "Een ander kan hier beter bij helpen"
    NOBODY = "niemand", "Er is nu niemand die dit kan doen"
    SELF = "zelf", "De gemeente kan dit zelf"
    UNCLEAR = "onduidelijk", "Het bleef onduidelijk wat er gevraagd werd"
    DOUBLE = "dubbel", "Dit verzoek was er al"
    OTHER = "anders", "Iets anders"


class WaitsFor(TextChoices):
    """Who has to do something before the request goes on."""

    LOKET = "loket", "Het loket"
    GEMEENTE = "gemeente", "De gemeente"
    CENTRUM = "centrum", "Een kenniscentrum"
    UITVOERDER = "uitvoerder", "Wie helpt"


class ClockKind(TextChoices):
    """What the loket owes, each with a term of its own."""

    OWNER = "eigenaar", "Iemand moet het verzoek oppakken"
    ANSWER = "antwoord", "De gemeente moet een voorstel of antwoord krijgen"


class EscalationStep(TextChoices):
    """Who is told that a term passed, one after the other."""

    DESK = "loket", "het hele loket"
    OWNER = "eigenaar", "de eigenaar"
    DEPUTY = "vervanger", "de vervanger"
    HEAD = "hoofd", "het hoofd van het loket"


class RuleState(TextChoices):
    """Of a rule that blocks."""

    REPORTED = "gemeld", "Gemeld"
    EXPLAINED = "geduid", "Uitgezocht"
    LOCAL = "lokaal_oplosbaar", "Lokaal op te lossen"
    DEPARTMENT = "bij_departement", "Ligt bij het departement"
    CHANGING = "wijziging", "Wijziging in voorbereiding"
    SOLVED = "opgelost", "Opgelost"
    STAYS = "blijft", "Blijft zoals het is"
