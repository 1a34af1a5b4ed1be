"""The only door to search for everything above it; what goes in and comes out is in search.types."""

from search.backend import reset_backend
from search.evaluation.bench.advice import time_advice
from search.evaluation.bench.drawn import drawn_vectors
from search.features.answer.selectors import statement_for
from search.features.answer.services import keep_statement
from search.retrieval.classify import classify
from search.retrieval.find import find, find_similar
from search.retrieval.find_for_problem import Fit, find_for_problem, fits_for_problem
from search.retrieval.likeness import likeness_of
from search.retrieval.recognise import recognise, recognise_without_database, themes_of
from search.retrieval.score_pairs import score_every_pair
from search.retrieval.similar_cases import similar_cases
from search.training.classifier import train_classifier

__all__ = [
    "Fit",
    "classify",
    "drawn_vectors",
    "find",
    "find_for_problem",
    "find_similar",
    "fits_for_problem",
    "keep_statement",
    "likeness_of",
    "recognise",
    "recognise_without_database",
    "reset_backend",
    "score_every_pair",
    "similar_cases",
    "statement_for",
    "themes_of",
    "time_advice",
    "train_classifier",
]
