"""What a colleague answered already at the end, in words: the first answer of a side stays."""

from matching.closing.enums import Degree, Recommend
from matching.closing.models import ClosingAnswer, FollowUp
from matching.closing.services import Verdict

SAID = "Deze vragen zijn al beantwoord, en dat antwoord blijft."


def verdict_of(answer: ClosingAnswer) -> Verdict:
    return Verdict(
        Degree(answer.helped), Degree(answer.reached), Recommend(answer.recommends), answer.what_did_not_work,
        tuple((question, said) for question, said in answer.own_answers),
    )  # fmt: skip


def what_was_said(answer: ClosingAnswer) -> str:
    """For the same side only."""
    parts = (
        ("Geholpen", answer.get_helped_display()), ("Doelen gehaald", answer.get_reached_display()),
        ("Aanraden", answer.get_recommends_display()), ("Wat werkte niet", answer.what_did_not_work),
    )  # fmt: skip
    own = ((question.rstrip("?"), said) for question, said in answer.own_answers)
    return _in_words((*parts, *own))


def what_was_answered(follow_up: FollowUp) -> str:
    """For the gemeente only."""
    parts = (
        ("Doelen gehaald", follow_up.get_reached_display()),
        ("Geleverd wat was afgesproken", follow_up.get_delivered_display()),
        ("Hoe het plan verandert", follow_up.adjustment),
    )
    return _in_words(parts)


def _in_words(parts: tuple[tuple[str, str], ...]) -> str:
    told = " ".join(f"{label}: {value.rstrip('.')}." for label, value in parts if value)
    return f"{SAID} {told}"
