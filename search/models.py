"""Gathered for Django."""

from search.answer.models import ProblemStatement
from search.demand.models import AskedQuery, QueryLog
from search.documents.models import DocumentText
from search.saved.models import SavedFind, SavedSearch
from search.vectors.models import StoredVectors, StoredWeights

__all__ = [
    "AskedQuery",
    "DocumentText",
    "ProblemStatement",
    "QueryLog",
    "SavedFind",
    "SavedSearch",
    "StoredVectors",
    "StoredWeights",
]
