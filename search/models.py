"""Gathered for Django."""

from search.answer.models import ProblemStatement
from search.meant.models import StoredVocabulary
from search.vectors.models import StoredVectors, StoredWeights
from search.words.models import OfferedWord, WordEntry

__all__ = [
    "OfferedWord",
    "ProblemStatement",
    "StoredVectors",
    "StoredVocabulary",
    "StoredWeights",
    "WordEntry",
]
