"""Dutch compounds in their parts. No Django.

As few parts as possible, then the longest shortest part, then the fewest letters between; of what is left equal, the
words that policy texts use most.
"""

import math
from functools import lru_cache

from krachtwijken.core.text.words import counts, vocabulary

MIN_PART = 4
MIN_COMPOUND = 8
MAX_PARTS = 4
LINKS = ("", "s", "e", "en", "er")
# Short words that policy makes compounds with; other short words split too much.
SHORT = frozenset({"wet", "gas", "net", "weg", "bus"})
# Usual short words that the counted texts happen to lack.
USUAL = SHORT | frozenset(
    """afval arts baan bank boek boom bomen bord brand club dans deur dier drank drugs eten feest fiets film flat foto
    groen hang hitte hoek hond huur jeugd kamer keuken kerk kind klas kook koop koude kunst lift loon markt moes mond muur
    naai oma opa pand park plein poep post raam rook roof soep spel speel sport stage steek taal trap tuin vuil warmte water
    wiet winkel zang zorg zwerf""".split()
)
LONG = 6
# Function words, endings that make a word of another one, and words that often look like a part and seldom are.
NO_PART = frozenset(
    """aard aars aart acht alen anderen aren baar bare best beste dele drie duit eerst eind eisch eling ende
    enden eren gang gave gesp gever groten heden heid hier houder houders inge ingen isch ische king laars lende lijk
    lijke ling lingen loos loosheid loze maal make matig matige mini miss naar onder over pees rende rest ring
    ringen schap schappelijk schappelijke schappen schel stal sten suri tegen tenen teren tering tijdig
    tukken verg vers verst vesting voor waar waarts willig willige zaam zame zonder""".split()
)
# They look like compounds of other words, and are none.
WHOLE = frozenset(
    """ambtenaren beperken bestuurders betrekking buitenland burgemeester burgemeesters geschiedenis gevangenen
    gevangenissen handhaven handhaving huishouden huishoudens huisvesten huisvesting maatregel maatregelen
    nederland nederlander nederlanders nederlands samenspraak slachtoffer slachtoffers vrijwillig vrijwillige
    waardering werkeloos werkeloosheid werkloosheid wethouder wethouders""".split()
)


@lru_cache(maxsize=200_000)
def split(word: str) -> tuple[str, ...]:
    """The parts of a compound; empty when it is none."""
    if len(word) < MIN_COMPOUND or not word.isalpha() or word in WHOLE:
        return ()
    ways = [parts for parts in _splits(word, MAX_PARTS) if len(parts) > 1]
    if word in vocabulary():
        # In a word of the list short parts are often chance (`mini` in `minister`), unless they are usual words.
        ways = [parts for parts in ways if all(map(_is_usual, parts))]
    return min(ways, key=lambda parts: _order(parts, len(word)), default=())


def _order(parts: tuple[str, ...], length: int) -> tuple[int, int, int, float]:
    lengths = [len(part) for part in parts]
    usual = sum(math.log1p(counts().get(part, 0)) for part in parts)
    return len(parts), -min(lengths), length - sum(lengths), -usual


def _splits(word: str, most: int) -> list[tuple[str, ...]]:
    """Every way to write `word` as at most `most` known words with a linking sound between."""
    ways: list[tuple[str, ...]] = [(word,)] if most < MAX_PARTS and _is_part(word) else []
    if most == 1:
        return ways
    for end in range(3, len(word) - 2):
        heads = _without_link(word[:end])
        if heads:
            ways.extend((head, *rest) for rest in _splits(word[end:], most - 1) for head in heads)
    return ways


def _without_link(head: str) -> list[str]:
    """The known words in `head`, which may end in a linking sound."""
    without = (head.removesuffix(link) for link in LINKS if head.endswith(link))
    return [part for part in without if _is_part(part)]


def _is_part(word: str) -> bool:
    return (len(word) >= MIN_PART and word not in NO_PART and word in vocabulary()) or word in SHORT


def _is_usual(part: str) -> bool:
    return len(part) >= LONG or part in counts() or part in USUAL
