"""What becomes of a hyphen where a line ends: part of a cut word, of a compound, or of "woon- en leefomgeving"."""

import re

from krachtwijken.core.text.normalisation import SOFT_HYPHEN
from krachtwijken.core.text.words import counts, is_compound, is_word

SOFT = (SOFT_HYPHEN, "¬")
# After these the hyphen stands for the word that both parts share: "wijk- en buurtgericht".
_SHARED = frozenset(
    {"als", "c.q", "en", "en/of", "noch", "of", "resp", "respectievelijk", "t/m", "tot", "versus"}
)
# Parts that keep their hyphen unless the whole is a word without it: ex-gedetineerden, but expertise.
_PREFIXES = frozenset(
    """adjunct aspirant bijna collega directeur ex interim kandidaat loco minister niet non noord oost oud privé quasi
    secretaris sint stagiair vice west zuid""".split()
)
_ACRONYMS = frozenset(
    """apv asv avg awbz azc bbl bbz boa bso btw bv cao cbs coa cv dvd eu fte ggd ggz gps havo hbo hiv hr hrm ict ioaw it jgz
    kdv lbo lhbti mavo mbo mkb mo ngo nt nv ov pc pdf pgb po pr pvc roc soa spv sw tbs tv uwv vavo vmbo vng vo vso vve vwo wc
    wia wlz wmo wo wsnp ww zmlk zzp""".split()
)
_CLASHING = frozenset("aa ae ai au ee ei eu ie ii ij oe oi oo ou ui uu".split())
_LAST_PART = re.compile(r"(?P<part>[^\W_][^\s/-]*)(?P<gap> ?)-$")
_FIRST_PART = re.compile(r"[^\W_][^\s,;:!?\"()\[\]]*")
# A line is looked at no further back than this for the part before its hyphen.
LONGEST_PART = 60


def join(before: str, after: str) -> tuple[int, str]:
    """How line `before` goes on in line `after`: so many characters off its end, and what comes between them."""
    if before.endswith(SOFT):
        cut = len(before) - len(before.rstrip("".join(SOFT)))
        return cut, "" if after[:1].isalnum() else " "
    if before.endswith("/"):
        return 0, " " if before[-2:-1] in {"", " "} else ""
    first = _FIRST_PART.match(after)
    last = _LAST_PART.search(before[-LONGEST_PART:])
    if first is None or last is None:
        return 0, " "
    left, right = last["part"], first.group().rstrip(".")
    if last["gap"]:
        return (2, "") if _is_cut_with_space(left, right) else (0, " ")
    if right.lower() in _SHARED:
        return 0, " "
    return (1, "") if _is_cut(left, right.split("-")[0].split("/")[0]) else (0, "")


def is_cut(before: str, after: str) -> bool:
    """Whether the line ends inside a word."""
    return join(before, after)[1] == ""


def _is_cut(left: str, right: str) -> bool:
    """Whether the hyphen between two parts goes, since it only served the end of the line."""
    if len(left) == 1 or left[-1].isdigit() or right[0].isdigit():
        return False
    whole = left + right
    if right[0].isupper():
        return len(right) > 1 and whole.isupper() and is_word(whole)
    return is_word(whole) or not _keeps(left, right)


def _keeps(left: str, right: str) -> bool:
    """Whether the compound of these parts, which the list of words lacks, is written with a hyphen."""
    plain = left.lower()
    if left.isupper() or plain in _ACRONYMS:
        return True
    if plain in _PREFIXES:
        return not is_compound(left + right, but_not_at=len(left))
    return plain[-1] + right[0] in _CLASHING and is_word(left) and is_word(right)


def _is_cut_with_space(left: str, right: str) -> bool:
    """A space before the hyphen is mostly that of a dash: a word was cut only when nothing else makes sense."""
    usual = left.lower() in counts() and right in counts()
    return left.isalpha() and right[0].islower() and is_word(left + right) and not usual
