"""What the writer of a problem could add to get a better answer."""

import re
from collections.abc import Collection

FEW_WORDS = 40
TRIED = re.compile(
    r"\b(geprobeerd|probeerden|eerder|vorig jaar|al gedaan|werkte niet|liep vast|pilot|proef)\b", re.I
)
WHO = re.compile(
    r"\b(jongeren|ouderen|kinderen|gezinnen|bewoners|ouders|ondernemers|huurders|vrouwen|mannen|statushouders|"
    r"leerlingen|peuters|moeders|vaders|huishoudens|mensen)\b",
    re.I,
)
SIZE = re.compile(r"\d|\b(twee|drie|vier|vijf|tien|tientallen|honderd|helft|veel meer|een groep van)\b", re.I)
WANTED = re.compile(r"\?|\b(wij zoeken|we zoeken|gezocht|hulp|advies|wie kan|hoe)\b", re.I)


def hints_for(text: str, problems: Collection[str], *, missed: int = 0) -> list[str]:
    """In plain Dutch, most useful first; none for a text that says it all and was understood. `missed` is the number of
    sentences that were not."""
    hints = []
    if not problems:
        hints.append("Zeg in één zin wat er misgaat. Of kies hierboven een probleem uit de lijst.")
    elif missed:
        hints.append("Kies hierboven een probleem bij de zinnen die wij niet begrepen.")
    if len(text.split()) < FEW_WORDS:
        hints.append("Schrijf iets meer: wat gebeurt er, waar, en sinds wanneer?")
    if not WHO.search(text):
        hints.append("Noem om wie het gaat, bijvoorbeeld jongeren, ouderen of gezinnen.")
    if not SIZE.search(text):
        hints.append("Noem hoe groot het is: om hoeveel mensen of huizen gaat het ongeveer?")
    if not TRIED.search(text):
        hints.append("Schrijf wat u al hebt geprobeerd en waarom dat niet werkte.")
    if not WANTED.search(text):
        hints.append("Schrijf wat voor hulp u zoekt: advies, iemand die meedenkt, of iemand die het doet.")
    return hints[:3]
