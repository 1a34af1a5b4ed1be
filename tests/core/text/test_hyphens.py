"""What becomes of a hyphen at a line end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krachtwijken.core.text import read_text
from krachtwijken.core.text.words import counts, is_compound, is_word, vocabulary

USUAL = sorted(word for word, count in counts().items() if count > 60 and len(word) > 7 and is_word(word))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("jon-\ngeren", "jongeren"),
        ("jon- \n  geren", "jongeren"),
        ("jon -\ngeren", "jongeren"),
        ("jon–\ngeren", "jongeren"),
        ("jon\u00ad\ngeren", "jongeren"),
        ("jon\u00ad \r\ngeren", "jongeren"),
        ("jon¬\ngeren", "jongeren"),
        ("co-\nördinatie", "coördinatie"),
        ("co-\no\u0308rdinatie", "coördinatie"),
        ("naoor-\nlogse", "naoorlogse"),
        ("be-\nroepsbevolking", "beroepsbevolking"),
        ("warm-\ntenetten", "warmtenetten"),
        ("ex-\npertiseteam", "expertiseteam"),
        ("BUURT-\nHUIS", "BUURTHUIS"),
        ("sociaal-econo-\nmische", "sociaal-economische"),
        ("(jon-\ngeren)", "(jongeren)"),
        ("Vlinder-\nveense", "Vlinderveense"),
        ("woon-\nen leefomgeving", "woon- en leefomgeving"),
        ("wijk-\nen buurtgericht", "wijk- en buurtgericht"),
        ("zorg-\nen welzijn", "zorg- en welzijn"),
        ("in-\nof uitstroom", "in- of uitstroom"),
        ("zowel jeugd-\nals ouderenwerk", "zowel jeugd- als ouderenwerk"),
        ("woon-/\nwerkverkeer", "woon-/werkverkeer"),
        ("en/\nof", "en/of"),
        ("Noord-\nHolland", "Noord-Holland"),
        ("Zuid-\nHolland", "Zuid-Holland"),
        ("A-\nTeam", "A-Team"),
        ("e-\nmail", "e-mail"),
        ("50-\nplussers", "50-plussers"),
        ("24-\nuurszorg", "24-uurszorg"),
        ("2018-\n2022", "2018-2022"),
        ("B1-\nroute", "B1-route"),
        ("ex-\ngedetineerden", "ex-gedetineerden"),
        ("niet-\nwesterse", "niet-westerse"),
        ("oud-\nbuschauffeur", "oud-buschauffeur"),
        ("mbo-\nlocatie", "mbo-locatie"),
        ("CBS-\ncijfers", "CBS-cijfers"),
        ("zee-\neend", "zee-eend"),
        ("auto-\nongeluk", "auto-ongeluk"),
        ("de wijk -\nniet de stad", "de wijk - niet de stad"),
        ("de wijk --\nniet de stad", "de wijk -- niet de stad"),
        ("uit -\ngaan", "uit - gaan"),
        ("zorg-\n(en welzijn)", "zorg- (en welzijn)"),
    ],
)
def test_hyphen_at_a_line_end(typed: str, read: str) -> None:
    assert [unit.text for unit in read_text(f"Over {typed} gaat het.").units] == [f"Over {read} gaat het."]


def test_hyphen_at_the_end_of_a_quoted_line() -> None:
    assert read_text("> Over jon-\n> geren gaat het.").sentences == ["Over jongeren gaat het."]


@given(st.sampled_from(USUAL), st.data())
def test_usual_word_cut_anywhere_is_whole_again(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(min_value=2, max_value=len(word) - 2))
    end = data.draw(st.sampled_from(["-\n", "-\r\n", "- \n", "\u00ad\n", "–\n", "¬\n"]))
    if word[at:] in {"en", "of", "als", "tot"}:  # then it is "jongeren- en"
        return
    assert read_text(f"Over {word[:at]}{end}{word[at:]} gaat het.").sentences == [f"Over {word} gaat het."]


@pytest.mark.parametrize(
    "inside", ["woon-/werkverkeer", "Noord-Holland", "woon- en leefomgeving", "in- en uitstroom", "ex-man"]
)
def test_hyphen_inside_a_line_stays(inside: str) -> None:
    assert read_text(f"Over {inside} gaat het.").sentences == [f"Over {inside} gaat het."]


def test_list_of_words_is_that_of_search() -> None:
    assert len(vocabulary()) > 300_000
    assert {"coordinatie", "jongeren"} <= vocabulary()
    assert is_word("Coördinatie")
    assert not is_word("koördinatie")
    assert counts()["gemeente"] > counts()["wijk"] > 1


def test_compound_elsewhere_than_at_the_cut() -> None:
    assert is_compound("expertiseteam", but_not_at=2)
    assert is_compound("veiligheidsoverleg", but_not_at=4)
    assert not is_compound("nietwesterse", but_not_at=4)
    assert not is_compound("zomaarwatx", but_not_at=0)
