"""The only door to search for everything above it; what goes in and comes out is in search.types."""

from search.backend import reset_backend
from search.features.answer.selectors import statement_for
from search.features.answer.services import keep_statement
from search.retrieval.find import find, find_similar
from search.retrieval.find_for_problem import find_for_problem
from search.retrieval.known_problems import recognise, themes_of
from search.retrieval.score_pairs import score_every_pair, score_pairs
from search.retrieval.similar_cases import similar_cases

__all__ = [
    "find",
    "find_for_problem",
    "find_similar",
    "keep_statement",
    "recognise",
    "reset_backend",
    "score_every_pair",
    "score_pairs",
    "similar_cases",
    "statement_for",
    "themes_of",
]
