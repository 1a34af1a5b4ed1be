"""Kinds that bring people to the wijk."""

from expertpool.enums import Level
from matching.requests.enums import EscalationStep, RequestKind
from matching.requests.kinds.bars import only_by_proposal
from matching.requests.kinds.types import Letters, Norm, OwnField, RequestType, Shape, Terms

EXPERT_VISIT = RequestType(
    kind=RequestKind.EXPERTBEZOEK,
    help="Een deskundige komt één tot vijf dagen naar uw gemeente, kijkt mee en geeft advies.",
    because="U vraagt om iemand met kennis die kort bij u langskomt.",
    norm=Norm(lead=20, days=5, people=2),
    letters=Letters(
        received="Wij zoeken een deskundige die één tot vijf dagen bij u langskomt.",
        proposed="Zegt u ja tegen een deskundige? Dan spreken wij samen de dagen af.",
    ),
    barred=only_by_proposal("De gemeente vraagt om iemand die langskomt. Doe een voorstel."),
    fields=(
        OwnField("deskundigheid", "Wat moet de deskundige kunnen?", required=True),
        OwnField("dagen", "Hoeveel dagen denkt u nodig te hebben?", Shape.NUMBER, required=True, least=1, limit=5),
        OwnField("wanneer", "In welke weken komt het uit?", Shape.LINE, limit=120),
    ),
    levels=(Level.PROCESREGIE, Level.OPERATIONEEL),
    closing_questions=(
        "Welk advies van de deskundige gebruikt u?",
        "Was het aantal dagen genoeg?",
    ),
)  # fmt: skip

TOPDOG = RequestType(
    kind=RequestKind.TOPDOG,
    help="Eén sterk persoon met gezag krijgt de opdracht om een zwaar probleem los te trekken.",
    because="U vraagt om één persoon die kan beslissen en partijen bij elkaar brengt.",
    norm=Norm(lead=15, days=40, people=1),
    letters=Letters(
        received="Wij zoeken één persoon met gezag, die tijd heeft voor uw wijk.",
        proposed="Zegt u ja? Dan maken wij met die persoon en met uw bestuur afspraken over het mandaat.",
    ),
    barred=only_by_proposal("Een topdog helpt pas als er iemand komt. Doe een voorstel."),
    # Something heavy is stuck: who can break it open hears sooner that it waits.
    terms=Terms(
        without_owner=((EscalationStep.DESK, 1), (EscalationStep.HEAD, 2)),
        without_answer=((EscalationStep.OWNER, 1), (EscalationStep.DEPUTY, 2), (EscalationStep.HEAD, 3)),
    ),
    fields=(
        OwnField(
            "mandaat", "Wat mag deze persoon beslissen?", required=True,
            help="Bijvoorbeeld: geld verdelen, afspraken maken namens het college.",
        ),
        OwnField(
            "korte_lijnen", "Met wie moet deze persoon snel kunnen overleggen?", required=True,
            help="Noem functies en organisaties, geen namen.", limit=600,
        ),
        OwnField(
            "termijn", "Hoe lang is deze persoon nodig?", Shape.CHOICE, required=True,
            choices=(("3", "Drie maanden"), ("6", "Een half jaar"), ("12", "Een jaar")),
        ),
    ),
    levels=(Level.BESTUURLIJK, Level.STRATEGISCH),
    closing_questions=(
        "Welk besluit is er nu wel genomen?",
        "Werkte het mandaat zoals u wilde?",
        "Wie neemt het werk over?",
    ),
)  # fmt: skip

ADOPTION_TEAM = RequestType(
    kind=RequestKind.ADOPTIETEAM,
    help="Een klein team adopteert uw probleem: een bestuurder, een wethouder, een topambtenaar en een deskundige van buiten.",
    because="U vraagt om meer mensen tegelijk, die blokkades bij verschillende organisaties doorbreken.",
    norm=Norm(lead=30, days=20, people=4),
    letters=Letters(
        received="Wij zoeken een bestuurder, een wethouder, een topambtenaar en een deskundige van buiten voor het team.",
        proposed="Zegt u ja? Dan vormen wij het team, en kiest u samen de eerste dag.",
    ),
    barred=only_by_proposal("Een adoptieteam bestaat uit mensen. Doe een voorstel."),
    fields=(
        OwnField("opdracht", "Wat is de opdracht van het team?", required=True),
        OwnField("einddatum", "Wanneer moet het team klaar zijn?", Shape.DATE, required=True),
        OwnField(
            "blokkades", "Welke blokkades moet het team doorbreken?", required=True,
            help="Zet elke blokkade op een eigen regel. Bij wie zit het vast?", limit=2000,
        ),
    ),
    levels=(Level.BESTUURLIJK, Level.STRATEGISCH, Level.PROCESREGIE, Level.BEWONER),
    closing_questions=(
        "Welke blokkades zijn doorbroken?",
        "Welke blokkade bleef, en bij wie ligt die nu?",
        "Wat leerde het team dat andere wijken kunnen gebruiken?",
    ),
)  # fmt: skip

COUPLING = RequestType(
    kind=RequestKind.KOPPELING,
    help="Een bewindspersoon of deskundige verbindt zich voor langere tijd aan uw wijk.",
    because="U vraagt om iemand die voor langere tijd aan uw wijk verbonden is.",
    norm=Norm(lead=40, days=12, people=1),
    letters=Letters(
        received="Wij zoeken wie bij uw wijk past. Bij een minister of staatssecretaris duurt dat vaak langer.",
        proposed="Zegt u ja? Dan plannen wij een eerste bezoek aan uw wijk.",
    ),
    barred=only_by_proposal("Een koppeling is er pas als iemand zich aan de wijk verbindt. Doe een voorstel."),
    # Whoever is asked has a full diary: some days more are no reason to alarm the head of the loket.
    terms=Terms(
        without_answer=((EscalationStep.OWNER, 1), (EscalationStep.DEPUTY, 5), (EscalationStep.HEAD, 10)),
        invited=10,
    ),
    fields=(
        OwnField(
            "met_wie", "Aan wie wilt u gekoppeld worden?", Shape.CHOICE, required=True,
            choices=(
                ("bewindspersoon", "Een minister of staatssecretaris"),
                ("deskundige", "Een deskundige"),
                ("open", "Dat weten wij nog niet"),
            ),
        ),
        OwnField("waarvoor", "Wat moet de koppeling opleveren?", required=True),
        OwnField("hoe_lang", "Hoe lang moet de koppeling duren?", Shape.LINE, limit=120),
    ),
    levels=(Level.BESTUURLIJK,),
    closing_questions=(
        "Wat veranderde er doordat iemand aan de wijk verbonden was?",
        "Gaat het contact door?",
    ),
)  # fmt: skip

TYPES = (EXPERT_VISIT, TOPDOG, ADOPTION_TEAM, COUPLING)
