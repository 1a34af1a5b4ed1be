"""Words of which the stemmer makes the stem of another word, and the stem they get instead. No Django.

Snowball's Dutch stemmer takes `ge` away also where it belongs to the word, and endings that make another word. Listed is
what frequent words of policy texts suffer from: `gezin` became `zin`, `begeleiding` became `beleid`, `steden` became
that of `steeds`. Words that only lose some letters and meet no other word are left alone.
An old spelling that many still write gets the stem of the present one.
"""

import re

# The stem, and every form that gets it.
FAMILIES = """
gemeente: gemeente gemeenten gemeentes
gemeentelijk: gemeentelijk gemeentelijke
mening: mening meningen
omgeving: omgeving omgevingen omgevings
gebied: gebied gebieden gebieds
gezin: gezin gezinnen gezins
gezond: gezond gezonde gezonder gezondere gezondheid gezondheids
begeleid: begeleid begeleide begeleiden begeleider begeleiders begeleiding
gebouw: gebouw gebouwen
gezicht: gezicht gezichten
gemiddeld: gemiddeld gemiddelde gemiddelden
middelbaar: middelbaar middelbare
gewoon: gewoon gewone
gevolg: gevolg gevolgen
geslacht: geslacht geslachten
geest: geest geestelijk geestelijke
geweld: geweld gewelds
gelijk: gelijk gelijke gelijkheid
gevangenis: gevangenis gevangenissen
geschil: geschil geschillen
gedrag: gedrag gedragingen
gevoel: gevoel gevoelens
geloof: geloof geloven
gezag: gezag
genieten: geniet genieten
stad: stad steden
lid: lid leden
weg: weg wegen
kind: kind kinderen
ouder: ouder ouders
oudere: oudere ouderen
reden: reden redenen
leefbaar: leefbaar leefbare leefbaarheid
bereikbaar: bereikbaar bereikbare bereikbaarheid
betaalbaar: betaalbaar betaalbare betaalbaarheid
weerbaar: weerbaar weerbare weerbaarder weerbaarheid
eenheid: eenheid eenheden
minderheid: minderheid minderheden
overheid: overheid overheden overheids
veilig: veilig veilige veiliger veiligheid veiligheids
schuld: schuld schulden schuldig schuldige
werkloos: werkeloos werkeloosheid werkelozen
werkloze: werkeloze
"""


def _stems() -> dict[str, str]:
    rows = (line.partition(": ") for line in FAMILIES.strip().split("\n"))
    return {form: stem for stem, _, forms in rows for form in forms.split(" ")}


PROTECTED = _stems()
OLD_SPELLING = re.compile(r"(?<=werk)e(?=lo[oz])", re.IGNORECASE)


def as_spelt_now(text: str) -> str:
    """A question in which an old spelling stands within a compound: "jeugdwerkeloosheid"."""
    return OLD_SPELLING.sub("", text)
