"""Years, months, a state and an address, read from a few words. What is not wholly understood is told so. No Django."""

import re
from dataclasses import dataclass

_YEAR = re.compile(r"\b(?:19[4-9]\d|20\d\d)\b")
_MONTHS = re.compile(r"\b(\d{1,3})\s*(?:maand(?:en)?|mnd\.?)(?!\w)", re.IGNORECASE)
_YEARS_LONG = re.compile(r"\b(\d{1,2}(?:[.,]5)?|een|anderhalf|twee|drie|vier|vijf)\s+jaar\b", re.IGNORECASE)
_COUNTED = {"een": 1.0, "anderhalf": 1.5, "twee": 2.0, "drie": 3.0, "vier": 4.0, "vijf": 5.0}
_STILL = re.compile(r"\b(?:heden|nu|nog|loopt|doorlopend|sinds|vanaf)\b", re.IGNORECASE)
# Whatever years are named besides: it has no last one, but for one that it runs until.
_RUNS_ON = re.compile(
    r"\b(?:loopt|lopen|gaat|is)\s+(?:nu\s+)?nog\s+(?:steeds\s+)?(?:altijd\s+)?(?:door|bezig)\b|\b(?:loopt|lopen)\s+(?:nu\s+)?nog\b"
    r"|\bnog\s+lopend\b|\bdoorlopend\b|\btot\s+(?:nu|heden)\b",
    re.IGNORECASE,
)
_RUNS_UNTIL = re.compile(
    r"\bnog\s+(?:steeds\s+|door\s+)?(?:tot|t/m)\s+(?:en\s+met\s+)?(?:\w+\s+)?(?:19|20)\d\d\b", re.IGNORECASE
)
_FILLER = set(
    """
    van vanaf tot en met tm t/m in sinds eind begin medio voorjaar zomer najaar winter de het jaar jaren periode heden nu
    januari februari maart april mei juni juli augustus september oktober november december gestart afgerond loopt nog
    start einde duur looptijd begonnen gestopt project doorlopend lopend steeds jan feb mrt apr jun jul aug sep sept okt nov dec
    """.split()
)
_STATES = (
    ("gestopt", re.compile(r"\b(?:gestopt|stopgezet|beëindigd)\b", re.IGNORECASE)),
    ("geborgd", re.compile(r"\b(?:geborgd|structureel|vast onderdeel|ingebed)\b", re.IGNORECASE)),
    ("afgerond", re.compile(r"\b(?:afgerond|klaar|voltooid|afgesloten)\b", re.IGNORECASE)),
    ("loopt", re.compile(r"\b(?:loopt(?!\s+niet\b)|lopend|in uitvoering|doorlopend)\b", re.IGNORECASE)),
    ("idee", re.compile(r"\b(?:idee|voorstel|plan|voorbereiding)\b", re.IGNORECASE)),
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)\]]")
# So few words say no more than the state itself.
SHORT = 4


@dataclass(frozen=True)
class PeriodRead:
    """`is_whole` says that the words held nothing else."""

    year_from: int | None = None
    year_to: int | None = None
    months: int | None = None
    is_whole: bool = False


def read_period(text: str) -> PeriodRead:
    """First and last year that are named, and how long it took; nothing is worked out that is not there."""
    years = [int(year) for year in _YEAR.findall(text)]
    months = _months(text)
    left = _YEARS_LONG.sub(" ", _MONTHS.sub(" ", _YEAR.sub(" ", text)))
    words = [word.strip(".").lower() for word in re.findall(r"[\w/.]+", left)]
    unread = [word for word in words if word not in _FILLER and not re.fullmatch(r"\d{0,2}", word)]
    runs_on = says_that_it_runs(text)
    is_open = runs_on or (len(years) == 1 and _STILL.search(text) is not None)
    if runs_on and len(set(years)) > 1:
        # Of the later year nobody says what it is.
        unread = [*unread, str(max(years))]
    return PeriodRead(
        year_from=min(years) if years else None,
        year_to=max(years) if years and not is_open else None,
        months=months,
        is_whole=bool(years or months) and not unread,
    )


def says_that_it_runs(text: str) -> bool:
    """ "Het loopt nog", and not "loopt nog tot 2027"."""
    return _RUNS_ON.search(text) is not None and _RUNS_UNTIL.search(text) is None


def _months(text: str) -> int | None:
    if found := _MONTHS.search(text):
        return int(found[1])
    if found := _YEARS_LONG.search(text):
        word = found[1].lower()
        return round(12 * (_COUNTED.get(word) or float(word.replace(",", "."))))
    return None


def read_status(text: str) -> tuple[str, bool]:
    """The state that is named, and whether the words say nothing else; two states name none."""
    named = [state for state, words in _STATES if words.search(text)]
    if len(named) != 1:
        return "", False
    return named[0], len(text.split()) <= SHORT


def read_address(text: str) -> tuple[str, bool]:
    """The first address of a page, and whether there is nothing else."""
    found = _ADDRESS.search(text)
    return (found[0], text.strip() == found[0]) if found else ("", False)
