"""Closed lists of the pool."""

from django.db.models import TextChoices


class Level(TextChoices):
    BESTUURLIJK = "bestuurlijk", "Bestuurlijk"
    STRATEGISCH = "strategisch", "Strategisch"
    PROCESREGIE = "procesregie", "Procesregie"
    OPERATIONEEL = "operationeel", "Operationeel"
    BEWONER = "bewoner", "Bewoner of ervaringsdeskundige"


class ExpertRole(TextChoices):
    TOPDOG = "topdog", "Topdog"
    ADOPTANT = "adoptant", "Lid van een adoptieteam"
    EXTERN = "extern_deskundige", "Externe deskundige"
    ONDERZOEKER = "onderzoeker", "Onderzoeker"
    COLLEGA = "collega_gemeente", "Collega van een andere gemeente"


class Visibility(TextChoices):
    PUBLIC = "openbaar", "Iedereen"
    GEMEENTEN = "gemeenten", "Gemeenten, het loket, de accountmanagers en beheer"
    LOKET = "alleen_loket", "Alleen het loket, de accountmanagers en beheer"


class EvidenceKind(TextChoices):
    CASE = "praktijk", "Praktijk"
    MISSION = "missie", "Opdracht"
    PUBLICATION = "publicatie", "Publicatie"
    REFERENCE = "referent", "Referentie"
    TALK = "lezing", "Lezing of training"


class Ability(TextChoices):
    """The value is the name of the column of a profile."""

    SEEING = "seeing", "Problemen zien en verwoorden"
    CONNECTING = "connecting", "Partijen verbinden"
    SUPPORT = "support", "Draagvlak maken"
    PERSISTING = "persisting", "Doorzetten"
    SHORT_LINES = "short_lines", "Korte lijnen"


class Origin(TextChoices):
    BUSINESS = "bedrijfsleven", "Bedrijf"
    SOCIETY = "maatschappelijk", "Maatschappelijke organisatie"
    HOUSING = "corporatie", "Woningcorporatie"
    GEMEENTE = "gemeente", "Gemeente"
    STATE = "rijk", "Rijk of provincie"
    CENTRE = "kenniscentrum", "Kenniscentrum"
    SCIENCE = "wetenschap", "Wetenschap"
    RESIDENTS = "bewoners", "Bewoners"


class Language(TextChoices):
    DUTCH = "nederlands", "Nederlands"
    ENGLISH = "engels", "Engels"
    GERMAN = "duits", "Duits"
    FRENCH = "frans", "Frans"
    SPANISH = "spaans", "Spaans"
    TURKISH = "turks", "Turks"
    ARABIC = "arabisch", "Arabisch"
    BERBER = "berbers", "Berbers"
    POLISH = "pools", "Pools"
    UKRAINIAN = "oekraiens", "Oekraïens"
    TIGRINYA = "tigrinya", "Tigrinya"
    SOMALI = "somalisch", "Somalisch"
    PAPIAMENTU = "papiaments", "Papiaments"
    SRANAN = "sranan", "Sranantongo"
    SIGN = "gebarentaal", "Nederlandse Gebarentaal"


class Province(TextChoices):
    """The name is the value, as reference data keep it of a gemeente."""

    DRENTHE = "Drenthe", "Drenthe"
    FLEVOLAND = "Flevoland", "Flevoland"
    FRIESLAND = "Friesland", "Friesland"
    GELDERLAND = "Gelderland", "Gelderland"
    GRONINGEN = "Groningen", "Groningen"
    LIMBURG = "Limburg", "Limburg"
    NOORD_BRABANT = "Noord-Brabant", "Noord-Brabant"
    NOORD_HOLLAND = "Noord-Holland", "Noord-Holland"
    OVERIJSSEL = "Overijssel", "Overijssel"
    UTRECHT = "Utrecht", "Utrecht"
    ZEELAND = "Zeeland", "Zeeland"
    ZUID_HOLLAND = "Zuid-Holland", "Zuid-Holland"
