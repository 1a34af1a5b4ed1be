"""Compounds of policy in their parts, and stems that must not meet."""

import pytest

from search.engine.dutch.analysis import STOP, stem, tokens
from search.engine.dutch.compounds import NO_PART, WHOLE, counts, split, vocabulary
from search.engine.dutch.protected import FAMILIES, PROTECTED, as_spelt_now

# An empty right side: the word stays whole.
PARTS = """
omgevingsvergunning omgeving+vergunning
omgevingsplan omgeving+plan
omgevingswet omgeving+wet
aardgasvrij aardgas+vrij
mantelzorgwoning mantelzorg+woning
wijkaanpak wijk+aanpak
wijkagent wijk+agent
wijkteam wijk+team
wijkverpleegkundige wijk+verpleegkundige
statushoudershuisvesting statushouders+huisvesting
schuldhulpverlening schuldhulp+verlening
netcongestie net+congestie
warmtenet warmte+net
stikstofdepositie stikstof+depositie
grondexploitatie grond+exploitatie
schooluitval school+uitval
woningbouwvereniging woningbouw+vereniging
woningcorporatie woning+corporatie
jongerenwerker jongeren+werker
jeugdzorg jeugd+zorg
jeugdwet jeugd+wet
participatiewet participatie+wet
buurtbemiddeling buurt+bemiddeling
buurthuis buurt+huis
arbeidsmarkt arbeid+markt
taalachterstand taal+achterstand
gezondheidsachterstanden gezondheid+achterstanden
veiligheidshuis veiligheid+huis
raadsgriffier raad+griffier
kinderopvang kind+opvang
kindermishandeling kind+mishandeling
drugsoverlast drugs+overlast
verhuiskostenvergoeding verhuiskosten+vergoeding
bewonersparticipatie bewoners+participatie
gebiedsontwikkeling gebied+ontwikkeling
bijstandsuitkering bijstand+uitkering
eenzaamheidsbestrijding eenzaamheid+bestrijding
hangjongeren hang+jongeren
bestemmingsplan bestemming+plan
woonoverlast woon+overlast
gemeente
huisvesting
huiselijk
exploitatie
herstructurering
leefbaarheid
ondermijning
inburgering
vluchtelingen
burgemeester
maatregelen
minister
nederland
verantwoordelijk
voortijdig
middelbaar
"""
ROWS = [line.partition(" ")[::2] for line in PARTS.strip().split("\n")]


@pytest.mark.parametrize(("word", "parts"), ROWS, ids=[word for word, _ in ROWS])
def test_policy_word_falls_apart_as_a_reader_would_say(word: str, parts: str) -> None:
    assert "+".join(split(word)) == parts


def test_whole_word_is_kept_beside_its_parts() -> None:
    assert tokens("statushoudershuisvesting") == [
        stem("statushoudershuisvesting"),
        stem("statushouders"),
        stem("huisvesting"),
    ]


def test_usual_words_decide_between_equal_ways() -> None:
    """Aard+gasvrij and aardgas+vrij are equal in parts and in length of the shortest."""
    assert {"aard", "gasvrij", "aardgas", "vrij"} <= vocabulary() | NO_PART
    assert counts()["vrij"] > counts().get("gasvrij", 0)
    assert split("aardgasvrij") == ("aardgas", "vrij")


def test_lists_hold_words_that_could_be_met() -> None:
    assert all(word.isalpha() and word == word.casefold() for word in NO_PART | WHOLE)
    assert not any(split(word) for word in WHOLE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gezin", "zin"),
        ("gezondheid", "zon"),
        ("begeleiding", "beleid"),
        ("gebied", "bieden"),
        ("gebouw", "bouwen"),
        ("gezicht", "zicht"),
        ("middelbaar", "middelen"),
        ("steden", "steeds"),
        ("leden", "geleden"),
        ("reden", "reeds"),
        ("leefbaarheid", "leven"),
        ("weerbaarheid", "weer"),
        ("overheid", "over"),
        ("minderheid", "minder"),
        ("gewoon", "wonen"),
        ("geest", "es"),
    ],
)
def test_policy_word_does_not_share_its_stem(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stad", "steden"),
        ("lid", "leden"),
        ("kind", "kinderen"),
        ("schuld", "schulden"),
        ("weg", "wegen"),
        ("werkloos", "werkeloosheid"),
    ],
)
def test_forms_of_one_word_share_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_family_has_one_stem_and_every_form_one_family() -> None:
    forms = [form for line in FAMILIES.strip().split("\n") for form in line.partition(": ")[2].split(" ")]
    assert len(forms) == len(set(forms)) == len(PROTECTED)
    assert not STOP.intersection(forms)


def test_parents_and_the_elderly_are_not_one_word() -> None:
    assert stem("ouders") == stem("ouder") != stem("ouderen") == stem("oudere")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("jeugdwerkeloosheid", "jeugdwerkloosheid"),
        ("Werkeloze jongeren", "Werkloze jongeren"),
        ("een werkelijk probleem", "een werkelijk probleem"),
    ],
)
def test_old_spelling_is_read_as_the_present_one(typed: str, read: str) -> None:
    assert as_spelt_now(typed) == read
