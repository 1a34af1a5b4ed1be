"""Kinds that bring knowledge: an answer, a better picture, other eyes."""

from expertpool.enums import Level
from matching.requests.enums import RequestKind
from matching.requests.kinds.bars import only_by_proposal
from matching.requests.kinds.types import Letters, Norm, OwnField, RequestType, Shape, Terms

QUESTION = RequestType(
    kind=RequestKind.KENNISVRAAG,
    help="U stelt een vraag. Het loket zoekt het antwoord bij de kenniscentra en bij andere gemeenten.",
    because="U vraagt wat er bekend is of wat er werkt.",
    norm=Norm(lead=10),
    letters=Letters(
        received="Wij zoeken het antwoord bij de kenniscentra en bij andere gemeenten.",
        proposed="Kies wat u wilt gebruiken. Daarna kunt u ermee aan de slag.",
        answered="Kunt u hiermee verder? Mist er iets, zeg het dan. Wij zoeken verder.",
    ),
    # Whether an answer is enough shows as soon as it is read.
    terms=Terms(
        asks_after=14, closes_after=21,
        why_days="Bij deze soort hulp merkt u meestal snel of het antwoord genoeg is.",
    ),
    fields=(
        OwnField("vraag", "Wat wilt u precies weten?", required=True, limit=600),
        OwnField("waarvoor_antwoord", "Waarvoor gebruikt u het antwoord?", Shape.LINE, limit=200),
    ),
    closing_questions=("Kunt u met het antwoord verder?", "Wat had er nog bij gemoeten?"),
)  # fmt: skip

ANALYSIS = RequestType(
    kind=RequestKind.ANALYSE,
    help="Iemand helpt u om cijfers en verhalen over de wijk te begrijpen, zodat u weet wat er speelt.",
    because="U vraagt om een beter beeld van de wijk, of om cijfers en oorzaken.",
    norm=Norm(lead=20, days=10, people=2),
    letters=Letters(
        received="Wij zoeken iemand die met u naar de cijfers en de verhalen kijkt. Leg klaar wat u al hebt.",
        proposed="Zegt u ja? Dan spreken wij af wat u uit de analyse wilt kunnen aflezen.",
        answered="Bekijk dit samen met mensen die de wijk kennen. Klopt er iets niet, zeg het dan. Wij gaan verder.",
    ),
    fields=(
        OwnField("te_weten", "Wat wilt u uit de analyse kunnen aflezen?", required=True),
        OwnField("gegevens", "Welke cijfers en onderzoeken hebt u al?", limit=1000),
        OwnField(
            "schaal", "Over welk gebied gaat het?", Shape.CHOICE, required=True,
            choices=(("straat", "Enkele straten"), ("buurt", "Een buurt"), ("wijk", "De hele wijk")),
        ),
    ),
    levels=(Level.STRATEGISCH,),
    closing_questions=("Wat weet u nu dat u eerst niet wist?", "Welk besluit nam u door de analyse?"),
)  # fmt: skip

STUDY_VISIT = RequestType(
    kind=RequestKind.STUDIEBEZOEK,
    help="U gaat kijken bij een gemeente die hetzelfde probleem heeft aangepakt. Het loket regelt de gastheer.",
    because="U wilt zelf ergens gaan kijken.",
    norm=Norm(lead=15, days=2, people=15),
    letters=Letters(
        received="Wij zoeken een gemeente die hetzelfde probleem heeft aangepakt, en vragen of u mag komen kijken.",
        proposed="Zegt u ja? Dan spreken wij met de gastheer een dag af.",
    ),
    barred=only_by_proposal("De gemeente wil zelf gaan kijken. Doe een voorstel met een gastheer."),
    fields=(
        OwnField(
            "aantal_mensen", "Met hoeveel mensen wilt u komen?", Shape.NUMBER, required=True, least=1, limit=15
        ),
        OwnField(
            "welke_gemeente", "Welke gemeente of wijk wilt u zien?", Shape.LINE, limit=120,
            help="Weet u het nog niet? Dan zoeken wij een gemeente die past.",
        ),
        OwnField("wat_zien", "Wat wilt u daar zien of vragen?", required=True),
    ),
    levels=(Level.OPERATIONEEL,),
    closing_questions=("Wat nam u mee naar huis?", "Wat gaat u in uw wijk anders doen?"),
)  # fmt: skip

PEER_REVIEW = RequestType(
    kind=RequestKind.TOETS,
    help="Een collega van een andere gemeente leest of kijkt mee, en zegt eerlijk wat beter kan.",
    because="U wilt dat een collega kritisch naar uw plan of aanpak kijkt.",
    norm=Norm(lead=15, days=2, people=3),
    letters=Letters(
        received="Wij zoeken een collega van een andere gemeente die meekijkt. Leg uw stuk alvast klaar.",
        proposed="Zegt u ja? Dan spreken wij af wanneer de collega meekijkt.",
        answered="Kijk wat u in uw plan verandert. Is iets niet duidelijk, zeg het dan. Wij vragen het na.",
    ),
    fields=(
        OwnField(
            "stuk", "Wat moeten de collega's bekijken?", required=True,
            help="Bijvoorbeeld: het wijkplan, of de aanpak van verzuim.",
        ),
        OwnField("wat_voor_collega", "Wat voor collega zoekt u?", Shape.LINE, limit=200),
        OwnField("voor_wanneer", "Voor welke datum hebt u de reactie nodig?", Shape.DATE),
    ),
    levels=(Level.STRATEGISCH, Level.PROCESREGIE),
    closing_questions=("Wat hebt u aan het plan veranderd?", "Wilt u zelf ook eens meekijken bij een ander?"),
)  # fmt: skip

TYPES = (QUESTION, ANALYSIS, STUDY_VISIT, PEER_REVIEW)
