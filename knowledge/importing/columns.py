"""The columns that an import knows: heading, field of the case, and how a cell is read. The template is made of these,
and docs/import.md shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import Field, TextChoices

from knowledge.enums import (
    CaseKind,
    CaseStatus,
    CostsClass,
    DecisionPower,
    EvidenceLevel,
    EvidenceSource,
    ExperimentStatus,
    Licence,
    OutcomeDomain,
    Recogniser,
    ResidentRole,
    Scale,
)
from knowledge.models import ExperimentPage
from krachtwijken.core.enums import CrossCutting, ThemeCode
from krachtwijken.core.sheets.table import plain_words

# Of a text that its field does not limit.
MOST_IN_TEXT = 10_000


class Kind(Enum):
    """How a cell is read (knowledge/importing/cells.py)."""

    SOURCE_ID = auto()
    LINE = auto()
    TEXT = auto()
    BODY = auto()
    CHOICE = auto()
    CHOICES = auto()
    YEAR = auto()
    NUMBER = auto()
    EUROS = auto()
    PART = auto()
    DAY = auto()
    YES_NO = auto()
    ADDRESS = auto()
    THEMES = auto()
    PROBLEMS = auto()
    GEMEENTE = auto()
    WIJKEN = auto()
    ORGANISATION = auto()
    SCHEMES = auto()
    PARTNERS = auto()
    CONDITIONS = auto()
    OUTCOMES = auto()
    RESEARCHES = auto()


@dataclass(frozen=True)
class CaseColumn:
    """`field` is the field of the page, or what the import itself calls it. `also`: headings that mean the same."""

    heading: str
    field: str
    kind: Kind
    example: str
    help: str = ""
    required: bool = False
    choices: type[TextChoices] | None = None
    experiment_only: bool = False
    also: tuple[str, ...] = ()

    @property
    def limit(self) -> int:
        """How many characters a text may have."""
        field = next((field for field in ExperimentPage._meta.get_fields() if field.name == self.field), None)
        longest = getattr(field, "max_length", None) if isinstance(field, Field) else None
        return longest or MOST_IN_TEXT

    @property
    def names(self) -> Iterator[str]:
        return iter((self.heading, self.field, *self.also))


SEVERAL = "Meer dan één? Zet er een ; tussen."
DOMAINS = f"Waar het over gaat: {', '.join(OutcomeDomain.values)}."
OF_EXPERIMENT = "Alleen bij een experiment."
COLUMNS: tuple[CaseColumn, ...] = (
    CaseColumn("titel", "title", Kind.LINE, "Huiskamer in het portiek", required=True),
    CaseColumn(
        "bron-id", "source_id", Kind.SOURCE_ID, "",
        "Uw eigen nummer van deze praktijk. Daaraan herkent de import haar een volgende keer.", also=("bronid", "id"),
    ),
    CaseColumn(
        "soort", "kind", Kind.CHOICE, "Aanpak", "Leeg is: Aanpak.", choices=CaseKind, also=("praktijk of experiment",)
    ),
    CaseColumn(
        "samenvatting", "summary", Kind.TEXT,
        "Een leegstaande woning werd een huiskamer voor het hele portiek. Buren kennen elkaar nu beter.",
        "Twee of drie korte zinnen.", required=True,
    ),
    CaseColumn(
        "wat was het probleem", "problem_text", Kind.TEXT,
        "Buren spraken elkaar alleen nog over overlast. Nieuwe bewoners kenden niemand.",
        required=True, also=("het probleem",),
    ),
    CaseColumn(
        "voor wie", "target_group", Kind.TEXT, "Bewoners van portiekwoningen", required=True, also=("doelgroep",)
    ),
    CaseColumn("welke beroepskrachten", "target_intermediary", Kind.TEXT, "Buurtwerkers en de huismeester",
           also=("intermediaire doelgroep",)),
    CaseColumn("doel", "goal", Kind.TEXT, "Buren weten elkaar te vinden", required=True),
    CaseColumn(
        "aanpak", "approach", Kind.BODY,
        "# Eerst langs de deur\nTwee buurtwerkers vroegen wat bewoners zelf wilden.\n\n"
        "# Daarna de huiskamer\nBewoners richtten een lege woning in en maakten een rooster.",
        "Een regel die met # begint, is een kopje.", required=True, also=("de aanpak",),
    ),
    CaseColumn(
        "rol van bewoners", "resident_role", Kind.CHOICE, "Maken mee", choices=ResidentRole
    ),
    CaseColumn("partners", "partners", Kind.PARTNERS, "Woningcorporatie: gaf de woning; Welzijnswerk: begeleiding",
           f"Organisatie: rol. {SEVERAL}"),
    CaseColumn(
        "wat kwam eruit", "results", Kind.TEXT, "Na een jaar kwamen er 40 bewoners per week. Klachten daalden.",
        "Noem cijfers en wat onzeker is.", required=True, also=("resultaten",),
    ),
    CaseColumn(
        "wat werkte niet", "what_did_not_work", Kind.TEXT, "Avonden zonder vaste gastheer liepen leeg.",
        "Een ander leert hier het meest van.", required=True,
    ),
    CaseColumn("uitkomsten", "outcomes", Kind.OUTCOMES,
           "Klachten over geluid per jaar | veiligheid | beter | middel | 2 | Registratie van de corporatie, 2022",
           f"Wat | waar het over gaat | welke kant op | hoe groot | zekerheid van 0 tot 5 | bron. {DOMAINS} {SEVERAL}"),
    CaseColumn("waarom gestopt", "stop_reason", Kind.TEXT, ""),
    CaseColumn("werkzame elementen", "active_elements", Kind.TEXT, "Een vaste gastheer\nBewoners hebben de sleutel",
           "Eén per regel."),
    CaseColumn("onderbouwing", "foundation", Kind.TEXT, "Buren die elkaar kennen, spreken elkaar eerder aan."),
    CaseColumn("onderzoeken", "researches", Kind.RESEARCHES, "Terugblik op de huiskamer | procesevaluatie | 2022",
           f"Titel | soort onderzoek | jaar | adres. Het adres mag weg. {SEVERAL}"),
    CaseColumn("voorwaarden", "conditions", Kind.CONDITIONS, "! Een vaste plek; Geld voor koffie",
           f"Begin met een ! als het zonder dit niet lukt. {SEVERAL}"),
    CaseColumn("wat moet blijven", "transfer_core", Kind.TEXT, "Bewoners hebben zelf de sleutel."),
    CaseColumn("wat mag anders", "transfer_adapt", Kind.TEXT, "De plek: een kelder of een zaaltje kan ook."),
    CaseColumn("bezoek mogelijk", "excursion_possible", Kind.YES_NO, "ja", "ja of nee"),
    CaseColumn("kostenklasse", "costs_class", Kind.CHOICE, CostsClass.NVT.label, choices=CostsClass),
    CaseColumn("kosten vanaf", "costs_min", Kind.EUROS, "10.000", "Hele euro's per jaar."),
    CaseColumn("kosten tot", "costs_max", Kind.EUROS, "14.000", "Hele euro's per jaar."),
    CaseColumn("prijzen van het jaar", "price_year", Kind.YEAR, "2022", "Verplicht als u bedragen invult.",
           also=("prijspeil",)),
    CaseColumn("kosten", "costs_text", Kind.LINE, "Huur en koffie, betaald uit het wijkbudget", also=("kosten in woorden",)),
    CaseColumn("inzet in fte", "fte", Kind.PART, "0,3", "Alleen betaald werk.", also=("fte",)),
    CaseColumn("inzet van mensen", "fte_text", Kind.LINE, "Een buurtwerker en zes gastheren"),
    CaseColumn("doorlooptijd in maanden", "duration_months", Kind.NUMBER, "18"),
    CaseColumn("doorzettingsmacht", "decision_power", Kind.CHOICE, DecisionPower.GEEN.label, choices=DecisionPower),
    CaseColumn("wat moeten uitvoerders kunnen", "skills", Kind.TEXT, "Een groep begeleiden zonder het over te nemen",
           also=("competenties",)),
    CaseColumn("handleiding", "manual_url", Kind.ADDRESS, "", "Een adres dat met https:// begint."),
    CaseColumn("regelingen", "schemes", Kind.SCHEMES, "", f"Titels van regelingen op dit platform. {SEVERAL}"),
    CaseColumn("thema's", "themes", Kind.THEMES, "Wonen; Integreren", SEVERAL, required=True, also=("thema",)),
    CaseColumn("dwarsverbanden", "cross_cutting", Kind.CHOICES, CrossCutting.BEWONERSPARTICIPATIE.label, SEVERAL,
           choices=CrossCutting),
    CaseColumn("problemen", "problems", Kind.PROBLEMS, "", f"Code of naam uit de lijst van 57 problemen. {SEVERAL}"),
    CaseColumn("gemeente", "gemeente", Kind.GEMEENTE, "", "Alleen nodig als een wijk in meer gemeenten bestaat."),
    CaseColumn("wijken", "wijken", Kind.WIJKEN, "", f"Namen van wijken op dit platform. {SEVERAL}", also=("wijk",)),
    CaseColumn("schaal", "scale", Kind.CHOICE, "Straat", choices=Scale),
    CaseColumn("begonnen in", "period_from", Kind.YEAR, "2021", "Een jaar, of een dag in dat jaar.", required=True,
           also=("begonnen", "periode van")),
    CaseColumn("tot en met", "period_to", Kind.YEAR, "2023", "Leeg is: loopt nog.", also=("periode tot",)),
    CaseColumn("status", "status", Kind.CHOICE, "Afgerond", "Leeg is: Loopt nog.", choices=CaseStatus),
    CaseColumn("bewijs", "evidence_level", Kind.CHOICE, EvidenceLevel.BESCHREVEN.label, choices=EvidenceLevel,
           also=("bewijsniveau",)),
    CaseColumn("wie beoordeelde het bewijs", "evidence_source", Kind.CHOICE, EvidenceSource.ZELF.label,
           choices=EvidenceSource),
    CaseColumn("erkend door", "recognised_by", Kind.CHOICE, "", choices=Recogniser),
    CaseColumn("eigenaar", "owner_organisation", Kind.ORGANISATION, "", "Leeg is: uw eigen kenniscentrum.",
           also=("eigenaar organisatie",)),
    CaseColumn("bron", "source_url", Kind.ADDRESS, "https://example.org/huiskamer", "Een adres dat met https:// begint.",
           also=("bron url", "link")),
    CaseColumn("contact", "contact_function", Kind.LINE, "Projectleider wonen", "Een functie, geen naam.",
           also=("functie van de contactpersoon", "contact functie")),
    CaseColumn("licentie", "licence", Kind.CHOICE, Licence.CC_BY.label, choices=Licence),
    CaseColumn("geldig tot", "valid_until", Kind.DAY, "31-12-2029", "Na deze dag vragen wij of het nog klopt."),
    CaseColumn("hypothese", "hypothesis", Kind.TEXT, "", OF_EXPERIMENT, experiment_only=True, required=True),
    CaseColumn("opgerekte regel", "stretched_rule", Kind.TEXT, "", OF_EXPERIMENT, experiment_only=True),
    CaseColumn("onderzoekspartner", "research_partner", Kind.LINE, "", OF_EXPERIMENT, experiment_only=True),
    CaseColumn("meetplan", "measuring_plan", Kind.TEXT, "", OF_EXPERIMENT, experiment_only=True, required=True),
    CaseColumn("nulmeting", "baseline", Kind.TEXT, "", OF_EXPERIMENT, experiment_only=True),
    CaseColumn("indicatoren", "indicators", Kind.TEXT, "", f"{OF_EXPERIMENT} Eén per regel.", experiment_only=True),
    CaseColumn("momenten van meten", "measuring_moments", Kind.LINE, "", OF_EXPERIMENT, experiment_only=True),
    CaseColumn("datum van het beslismoment", "go_no_go_date", Kind.DAY, "", OF_EXPERIMENT, experiment_only=True),
    CaseColumn("beslismoment", "go_no_go", Kind.LINE, "", OF_EXPERIMENT, experiment_only=True),
    CaseColumn("lessen", "lessons", Kind.TEXT, "", f"{OF_EXPERIMENT} Eén per regel.", experiment_only=True),
    CaseColumn("wat geldt ook elders", "generalisation", Kind.TEXT, "", OF_EXPERIMENT, experiment_only=True),
    CaseColumn("stand van het experiment", "experiment_status", Kind.CHOICE, "", OF_EXPERIMENT, choices=ExperimentStatus,
           experiment_only=True),
)  # fmt: skip
ALIASES = {plain_words(name): column for column in COLUMNS for name in column.names}
BY_FIELD = {column.field: column for column in COLUMNS}


def find_column(heading: str) -> CaseColumn | None:
    """Forgiving: capitals, accents, signs and spaces do not count."""
    return ALIASES.get(plain_words(heading))


def is_known_heading(heading: str) -> bool:
    return find_column(heading) is not None


def allowed_values(column: CaseColumn) -> list[str]:
    """What a cell of this column may hold; empty when that is no short list."""
    if column.kind is Kind.THEMES:
        return [str(theme.label) for theme in ThemeCode]
    if column.kind is Kind.YES_NO:
        return ["ja", "nee"]
    return [str(label) for label in column.choices.labels] if column.choices else []


def headings_of(columns: Iterable[CaseColumn]) -> list[str]:
    return [column.heading for column in columns]
