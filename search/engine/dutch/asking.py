"""Words that only ask: they say that somebody looks for something, not what. No Django."""

import re

# With one of these a question begins; only behind one do the others say nothing.
STARTS = frozenset(
    """hoe wat waarmee welke welk wie waar ervaring ervaringen voorbeeld voorbeelden tips informatie info ideeen
    gezocht zoek zoeken iemand op is zijn ik wij we kunnen kan goede mooie how what who experience experiences example
    examples""".split()
)
FILLERS = STARTS | frozenset(
    """aanpak aanpakken al anderen andere bij dat die doe doen een er gaan gaat gemeente gemeenten graag heb hebben heeft help
    helpen helpt hielp hulp iemand iets je jij kent kennen krijg krijgen los lossen met men moet moeten naar nodig ook
    over pak pakken te tegen u van verstand vinden vind voor weet weten werken werkt wijk wijken wil willen zorg zorgen against
    can do for of the there to with works work helps we""".split()
)
# Behind these what is looked for may begin with a word that is also a filler: "hoe zorg regelen".
WORD = re.compile(r"\w+")


def without_asking(text: str) -> str:
    """What is left to look for; the whole text when nothing would be left."""
    places = list(WORD.finditer(text))
    if not places or places[0].group().casefold() not in STARTS:
        return text
    for place in places[1:]:
        if place.group().casefold() not in FILLERS:
            return text[place.start() :]
    return text
