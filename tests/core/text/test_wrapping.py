"""The same prose gives the same units, to the letter, however it was wrapped, indented and quoted."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from krachtwijken.core.text import UnitKind, read_text

# Each holds something that a line end makes hard: a point that ends nothing, a number, a capital, a dash, a colon.
PROSE = [
    "In de Vlinderveen lopen we vast met 25 huishoudens waar alles tegelijk speelt: schulden, een kind dat thuiszit, drank.",
    "Gemiddeld komen er 9 hulpverleners over de vloer.",
    "Vorige maand heb ik met dhr. Jansen en mevr. De Vries van de corporatie gesproken.",
    "De woon- en leefomgeving lijdt eronder, o.a. door zwerfvuil (412 meldingen in 2019).",
    "'s Avonds durven ouderen niet meer naar buiten!",
    "Wie kan met ons aan tafel om dit vlot te trekken?",
    '"Ik groet wel, maar ik krijg niks terug."',
    'Een vrouw vroeg: "Waarom?" en liep weg.',
    "De kinderen zitten nu in groep 8.",
    "Daarna gaan zij naar Amersfoort, Den Haag of 's-Hertogenbosch.",
    "60% van blok 7 staat leeg.",
    "In Noord-Holland kost dat ca. 3.500 euro per jaar, d.w.z. ruim 290 euro per maand.",
    "Zie www.voorbeeld.nl voor het rapport.",
    "Om 12.30 uur begint de inloop in het buurthuis De Beuk aan de Lange Weg 12 in Zandhoek.",
    "Er is - volgens de corporatie - geen geld.",
    "Misschien weet u het... of niet.",
    "De ggz, het OM en de GGD wijzen naar elkaar; niemand beslist.",
    "Dat duurt max. 5 min.",
    "We willen dit met andere gemeenten bespreken, bijv. met Oudermeer e.d.",
    "Kan dat?!",
    "Het plan (zie bijlage 2) ligt klaar sinds 1 mei.",
    "Bewoners van de Merelstraat, de Lijsterlaan en het Vinkenpad vragen om een speelplek.",
    "J.P. de Vries van Team Jeugd zag het in 2019.",
    "UIT DE KRANT.",
    "Pagina 3 van 12 van het rapport zegt het ook.",
    "Van de huurders is 41% ouder dan 70 jaar.",
    "Groeten op straat doet niemand meer.",
]
LONG_PROSE = [sentence for sentence in PROSE if len(sentence) > 60]
PARAGRAPHS = st.lists(st.lists(st.sampled_from(PROSE), min_size=1, max_size=6), min_size=1, max_size=3)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])


def wrapped(sentences: list[str], width: int) -> list[str]:
    return textwrap.wrap(" ".join(sentences), width, break_on_hyphens=False, break_long_words=False)


@settings(max_examples=600, deadline=None)
@given(
    PARAGRAPHS,
    st.integers(min_value=12, max_value=160),
    LINE_ENDS,
    st.sampled_from(["", " ", "  "]),
    st.sampled_from(["", "    ", "\t"]),
    st.sampled_from(["", "> ", ">> ", ">"]),
)
def test_wrapped_prose_gives_the_sentences_that_were_written(
    paragraphs: list[list[str]], width: int, line_end: str, behind: str, indent: str, quote: str
) -> None:
    lines: list[str] = []
    for sentences in paragraphs:
        lines.extend([quote.rstrip()] if lines else [])
        lines.extend(f"{quote}{indent}{line}{behind}" for line in wrapped(sentences, width))
    units = read_text(line_end.join(lines)).units
    assert [unit.text for unit in units] == [sentence for sentences in paragraphs for sentence in sentences]
    assert {unit.kind for unit in units} == {UnitKind.SENTENCE}
    assert len({unit.paragraph for unit in units}) == len(paragraphs)
    assert {unit.quoted for unit in units} == {quote.count(">")}


@pytest.mark.parametrize("width", range(50, 100, 3))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_blank_lines_between_all_lines_change_nothing(width: int, line_end: str) -> None:
    lines = wrapped(LONG_PROSE, width)
    assert read_text((line_end * 2).join(lines)).sentences == LONG_PROSE


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([sentence.rstrip(".?!") for sentence in PROSE[:14] if not sentence.startswith('"')]),
        min_size=2,
    ),
    st.integers(min_value=40, max_value=90),
    st.sampled_from(["- ", "• ", "* ", "\uf0b7\t", "– "]),
)
def test_wrapped_points_are_joined(points: list[str], width: int, mark: str) -> None:
    lines = [
        line
        for point in points
        for line in textwrap.wrap(
            point,
            width,
            initial_indent=mark,
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )
    ]
    units = read_text("\n".join(["Wij zien het volgende:", *lines])).units
    assert [unit.text for unit in units[1:]] == points
    assert {unit.kind for unit in units[1:]} == {UnitKind.BULLET}


@pytest.mark.parametrize("width", range(20, 90, 7))
def test_page_number_within_a_sentence_changes_no_sentence(width: int) -> None:
    prose = PROSE[0:6]
    lines = wrapped(prose, width)
    middle = next(
        at
        for at in range(2, len(lines))
        if lines[at][0].islower() and not lines[at - 1].endswith((".", "!", "?", ":"))
    )
    for between in (["", "12", ""], ["", "Pagina 12 van 40", ""], ["", "- 12 -", "", ""]):
        text = read_text("\n".join([*lines[:middle], *between, *lines[middle:]]))
        assert text.sentences == prose
        assert [unit.kind for unit in text.units].count(UnitKind.PAGE_NUMBER) == 1


def test_long_line_that_no_margin_made_does_not_set_the_margin() -> None:
    lines = [
        "Zie https://www.voorbeeld.example/een/heel/lang/pad/naar/een/stuk/dat/niemand/leest/2024/deel1.pdf voor alle cijfers",
        "omdat bewoners van de Merelstraat en bewoners",
        "Lijsterlaan samen met wijkraad De Horst vragen",
        "Zandhoek te helpen.",
    ]
    assert len(read_text("\n".join(lines)).units) == 1


def test_word_cut_by_a_soft_hyphen_goes_on_below_a_short_line() -> None:
    lines = [
        "Dit is een regel die vol staat tot aan de kant.",
        "Veel be¬",
        "Woners zijn weg, zegt de wijkraad van de buurt.",
    ]
    assert (
        read_text("\n".join(lines)).sentences[1] == "Veel beWoners zijn weg, zegt de wijkraad van de buurt."
    )


def test_short_last_line_ends_a_paragraph() -> None:
    text = read_text(
        "Dit is een regel die vol staat tot aan de kant.\nDit is kort.\nDit is weer een regel die vol staat tot de kant."
    )
    assert [unit.paragraph for unit in text.units] == [0, 0, 1]
