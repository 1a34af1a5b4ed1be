"""Kinds that make room: hands, rules, a try-out, money."""

from expertpool.enums import Level
from matching.requests.enums import RequestKind
from matching.requests.kinds.bars import only_by_answer, only_by_proposal
from matching.requests.kinds.types import (
    AFTER_THE_KIND,
    Letters,
    Norm,
    OwnField,
    Page,
    RequestType,
    Shape,
    Terms,
)

CAPACITY = RequestType(
    kind=RequestKind.UITVOERING,
    help="Er is een plan, maar te weinig kracht om het uit te voeren. Wij zoeken tijdelijke versterking.",
    because="U hebt een plan, maar te weinig mensen of tijd om het uit te voeren.",
    norm=Norm(lead=25, days=60, people=3),
    letters=Letters(
        received="Wij zoeken mensen die een tijd bij u komen meewerken.",
        proposed="Zegt u ja? Dan spreken wij af wie wanneer begint, en welk werk eerst komt.",
    ),
    barred=only_by_proposal("De gemeente heeft te weinig mensen. Kennis lost dat niet op. Doe een voorstel."),
    fields=(
        OwnField("wat_blijft_liggen", "Welk werk blijft nu liggen?", required=True),
        OwnField("wie_nu", "Hoeveel mensen werken er nu aan?", Shape.LINE, limit=120),
        OwnField(
            "duur", "Hoe lang hebt u versterking nodig?", Shape.CHOICE, required=True,
            choices=(("kort", "Korter dan drie maanden"), ("half_jaar", "Drie maanden tot een half jaar"), ("lang", "Langer")),
        ),
    ),
    levels=(Level.PROCESREGIE, Level.OPERATIONEEL),
    closing_questions=("Wat is er nu wel uitgevoerd?", "Kan uw gemeente het zelf volhouden?"),
)  # fmt: skip

RULE_IN_THE_WAY = RequestType(
    kind=RequestKind.KNELPUNT,
    help="Een wet of regel houdt uw oplossing tegen. Wij zoeken uit wat er wel kan en brengen het naar het ministerie.",
    because="U schrijft dat een wet of regel u tegenhoudt.",
    norm=Norm(lead=30),
    letters=Letters(
        received="Wij zoeken uit wat er binnen de regel wel kan. Melden drie gemeenten dezelfde regel, dan leggen wij die voor "
        "aan het ministerie, of wij antwoorden zelf.",
        answered="Probeer of dit bij u werkt. Loopt u toch vast, zeg het dan. Wij gaan verder.",
    ),
    barred=only_by_answer("Een knelpunt krijgt een antwoord: wat er wel kan, en wie de regel kan veranderen."),
    # Another route takes weeks to try.
    terms=Terms(
        asks_after=37, closes_after=44,
        why_days="Bij een knelpunt wachten wij langer: een andere route proberen kost weken.",
    ),
    # What was tried, its own question asks: how the gemeente manages now.
    pages=tuple(page for page in AFTER_THE_KIND if page is not Page.TRIED),
    fields=(
        OwnField(
            "regeling", "Welke wet of regeling houdt u tegen?", Shape.LINE, required=True, limit=200,
            help="Bijvoorbeeld: Participatiewet.",
        ),
        OwnField("artikel", "Weet u het artikel?", Shape.LINE, limit=60, help="Bijvoorbeeld: artikel 7, derde lid."),
        OwnField("wat_blokkeert", "Wat kunt u door deze regel niet doen?", required=True),
        OwnField("tijdelijke_route", "Hoe lost u het nu op?"),
    ),
    closing_questions=("Is de regel nog een probleem?", "Welke route hielp?"),
)  # fmt: skip

EXPERIMENT = RequestType(
    kind=RequestKind.EXPERIMENT,
    help="U wilt iets nieuws proberen en eerlijk meten of het werkt. Wij helpen met ruimte en met onderzoek.",
    because="U wilt iets uitproberen en meten of het werkt.",
    norm=Norm(lead=25, people=2),
    letters=Letters(
        received="Wij kijken wie kan helpen met ruimte voor uw experiment, en wie met het meten.",
        proposed="Zegt u ja? Dan spreken wij af wie meet, en wanneer u begint.",
        answered="Lees wat er kan. Hebt u meer ruimte of hulp nodig, zeg het dan. Wij gaan verder.",
    ),
    # It shows only once something was tried.
    terms=Terms(
        asks_after=53, closes_after=60,
        why_days="Bij een experiment wachten wij langer: of het werkt, ziet u pas na een tijd.",
    ),
    fields=(
        OwnField(
            "hypothese", "Wat verwacht u dat er gebeurt?", required=True,
            help="Schrijf: als wij dit doen, dan verandert dat, omdat …",
        ),
        OwnField(
            "opgerekte_regel", "Welke regel wilt u ruimer toepassen?", Shape.LINE, limit=200,
            help="Laat leeg als u geen regel wilt oprekken.",
        ),
        OwnField("hoe_meten", "Hoe meet u of het werkt?", required=True),
        OwnField("onderzoekspartner", "Welke onderzoeker of instelling doet mee?", Shape.LINE, limit=200),
    ),
    closing_questions=("Kwam uw verwachting uit?", "Wat zou u een andere wijk aanraden?"),
)  # fmt: skip

MONEY = RequestType(
    kind=RequestKind.VERKENNING,
    help="Wij zoeken samen uit of er geld is voor een knelpunt. Dit kan ook voor wijken buiten de veertig.",
    because="U schrijft dat er geld nodig is.",
    norm=Norm(lead=35),
    letters=Letters(
        received="Wij zoeken uit welke regelingen en fondsen bij uw knelpunt passen. Dat is nog geen belofte van geld.",
        proposed="Zegt u ja? Dan zoeken wij met u uit hoe u het geld aanvraagt.",
        answered="Staat er een regeling in? Vraag het geld daar aan. Lukt dat niet, zeg het dan. Wij zoeken verder.",
    ),
    fields=(
        OwnField(
            "kenmerken", "Wat is hier zwaarder dan in de rest van uw gemeente?", Shape.MANY, required=True, least=2,
            help="Ligt uw wijk buiten de veertig? Dan kijken wij of de problemen even zwaar zijn. Kruis er minstens twee aan.",
            choices=(
                ("school", "Schooluitval of taalachterstand"), ("werk", "Werkloosheid of schulden"),
                ("wonen", "Slechte of lege woningen"), ("veilig", "Overlast of misdaad"),
                ("samen", "Mensen leven langs elkaar heen"), ("gezond", "Slechte gezondheid"),
            ),
        ),
        OwnField("bedrag", "Hoeveel geld is er ongeveer nodig?", Shape.LINE, required=True, limit=120),
        OwnField("eigen_bijdrage", "Wat betalen uw gemeente en partners zelf?", Shape.LINE, limit=200),
    ),
    closing_questions=("Is het geld er gekomen?", "Wat is ermee gebeurd?"),
)  # fmt: skip

TYPES = (CAPACITY, RULE_IN_THE_WAY, EXPERIMENT, MONEY)
