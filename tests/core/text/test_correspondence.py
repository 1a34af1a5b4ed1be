"""Headers, greetings and closings, and prose that looks like them."""

import pytest

from krachtwijken.core.text import UnitKind, read_text


def kinds(pasted: str) -> list[str]:
    return [unit.kind.value for unit in read_text(pasted).units]


GREETINGS = [
    "Beste collega's,", "Geachte heer/mevrouw,", "Geachte heer, mevrouw,", "L.S.", "Hoi,", "Hallo allemaal!",
    "Goedemorgen,",
    "Beste Jan", "Geacht college,", "Dag mensen,", "Dear all,", "Collega,", "Geachte mevrouw Van den Berg,", "Beste",
    "Beste collega's van het loket,", "Geachte leden van de raad,",
]  # fmt: skip


@pytest.mark.parametrize("line", GREETINGS)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n"])
def test_greeting_on_a_line_of_its_own(line: str, gap: str) -> None:
    assert kinds(f"{line}{gap}De wijk is arm. Wie helpt?") == ["greeting", "sentence", "sentence"]


@pytest.mark.parametrize(
    "words",
    ["Hoi,", "Hoi!", "Beste mensen,", "Goedendag,", "Hoi allemaal,", "Beste Jan,", "Geachte heer De Wit,"],
)
def test_greeting_in_one_line_with_the_text(words: str) -> None:
    text = read_text(f"{words} ik heb een vraag.")
    assert [(unit.kind.value, unit.text) for unit in text.units] == [
        ("greeting", words),
        ("sentence", "ik heb een vraag."),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Beste oplossing is, denk ik, slopen.",
        "Dag en nacht is er herrie, zeggen de buren.",
        "Waarde vrienden zijn het niet, maar buren wel.",
        "Hallo zeggen doet hier niemand meer, helaas.",
        "Groeten op straat doet niemand meer.",
        "Gr is geen woord.",
        "Van de huurders is 41% ouder dan 70.",
        "Aan inzet geen gebrek.",
    ],
)
def test_sentence_that_begins_like_a_letter(sentence: str) -> None:
    assert kinds(sentence) == ["sentence"]


CLOSINGS = [
    "Met vriendelijke groet,", "Met vriendelijke groeten", "Vriendelijke groet,", "Hartelijke groet, Jan",
    "Groet,", "Groetjes Ria",
    "gr, medewerker buurtteam", "mvg", "M.v.g.,", "Hoogachtend,", "Kind regards,",
    "Met hartelijke en collegiale groet,",
    "Alvast bedankt!", "Verstuurd vanaf mijn iPhone", "Sent from my iPhone", "-- ",
]  # fmt: skip


@pytest.mark.parametrize("line", CLOSINGS)
def test_closing(line: str) -> None:
    assert kinds(f"De wijk is arm.\n\n{line}\n") == ["sentence", "signature"]


def test_lines_below_a_closing_belong_to_it_until_the_text_goes_on() -> None:
    pasted = (
        "Wie helpt?\n\nGroet,\nJan de Boer\n\nadviseur\nT 06 12345678\n\nPS: de sleutel ligt bij de buren."
    )
    assert kinds(pasted) == ["sentence", *["signature"] * 4, "sentence"]


def test_paragraph_of_full_sentences_below_a_name_is_text() -> None:
    pasted = "Wie helpt?\n\nGroet, Jan\n\nGisteren stonden er weer tien scooters voor de deur van de flat. De buren bellen."
    assert kinds(pasted) == ["sentence", "signature", "sentence", "sentence"]


def test_next_mail_of_a_thread_begins_anew() -> None:
    pasted = "Groet,\nJan\n\nVan: Piet\nOnderwerp: flat\n\nBeste Jan,\n\nDe flat staat leeg."
    assert kinds(pasted) == ["signature", "signature", "mail_header", "mail_header", "greeting", "sentence"]


@pytest.mark.parametrize(
    "line",
    [
        "Van: Jan de Boer", "*Aan:* loket", "Onderwerp: flat", "Verzonden: dinsdag 4 maart 2025 16:41",
        "From: Jan", "Subject: flat",
        "-----Oorspronkelijk bericht-----", "---------- Forwarded message ---------", "Begin doorgestuurd bericht:",
        "Op ma 3 mrt 2025 om 10:12 schreef Jan de Boer <jan@x.example>:", "On 3 Mar 2025, at 10:12, Jan wrote:",
        "Oudermeer, 3 april 2025", "9999 ZZ Oudermeer",
    ],
)  # fmt: skip
def test_header(line: str) -> None:
    assert kinds(f"{line}\n\nDe wijk is arm.") == ["mail_header", "sentence"]


def test_line_above_a_quoted_mail_that_was_wrapped() -> None:
    pasted = "Dank!\n\nOp ma 3 mrt 2025 om 10:12 schreef Loket Wijken <\nloket@wijken.example>:\n\n> De wijk is arm."
    assert kinds(pasted) == ["sentence", "mail_header", "mail_header", "sentence"]


def test_subject_of_a_memo_is_a_heading() -> None:
    assert kinds("Betreft: overlast in de Beemd\nDe wijk is arm.") == ["heading", "sentence"]


def test_quoted_units_can_be_told_apart() -> None:
    text = read_text("Eens.\n\n> De wijk\n> is arm.\n>> Echt waar?")
    assert [(unit.text, unit.quoted) for unit in text.units] == [
        ("Eens.", 0),
        ("De wijk is arm.", 1),
        ("Echt waar?", 2),
    ]


def test_name_below_a_letter_without_closing_words() -> None:
    assert kinds("Beste Jan,\n\nDe wijk is arm.\n\nWijkraad De Horst")[-1] == "signature"
    assert kinds("De wijk is arm.\n\nWijkraad De Horst")[-1] == "sentence"


def test_lines_of_a_chat() -> None:
    text = read_text("[12-03-2025 14:02:11] Ans: weer herrie\n12-03-2025 14:02 - Bob: hier ook")
    assert [unit.kind for unit in text.units] == [UnitKind.MAIL_HEADER, UnitKind.SENTENCE] * 2
    assert text.sentences == ["weer herrie", "hier ook"]
