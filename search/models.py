"""Gathered for Django."""

from search.answer.models import ProblemStatement
from search.demand.models import AskedQuery, QueryLog
from search.documents.models import DocumentText
from search.index_check import IndexCheck
from search.meant.models import StoredVocabulary
from search.saved.models import SavedFind, SavedSearch
from search.vectors.models import StoredVectors, StoredWeights
from search.words.models import OfferedWord, WordEntry

__all__ = [
    "AskedQuery",
    "DocumentText",
    "IndexCheck",
    "OfferedWord",
    "ProblemStatement",
    "QueryLog",
    "SavedFind",
    "SavedSearch",
    "StoredVectors",
    "StoredVocabulary",
    "StoredWeights",
    "WordEntry",
]
