"""Closed lists of a team."""

from django.db.models import TextChoices


class TeamRole(TextChoices):
    """The four of 2006: somebody of weight, an alderman, a senior official, an expert from outside."""

    HEAVYWEIGHT = "bestuurder", "Bestuurder van het Rijk"
    ALDERMAN = "wethouder", "Wethouder"
    OFFICIAL = "topambtenaar", "Topambtenaar"
    EXPERT = "deskundige", "Deskundige van buiten"


class TeamState(TextChoices):
    FORMING = "samenstellen", "Wordt samengesteld"
    RUNNING = "loopt", "Aan het werk"
    ENDED = "afgerond", "Klaar"
    STOPPED = "gestopt", "Gestopt"


class BlockadeKind(TextChoices):
    RULE = "regel", "Een wet of regel"
    MONEY = "geld", "Geld"
    DECISION = "besluit", "Een besluit dat uitblijft"
    COOPERATION = "samenwerking", "Organisaties werken langs elkaar heen"
    PEOPLE = "mensen", "Te weinig mensen of tijd"
    OTHER = "anders", "Iets anders"
