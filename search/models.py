"""Gathered for Django."""

from search.features.answer.models import ProblemStatement
from search.features.answer.verdicts.models import AnswerVerdict
from search.features.query_demand.models import AskedQuery, QueryLog
from search.features.saved_searches.models import SavedFind, SavedSearch
from search.features.synonyms.models import OfferedWord, WordEntry
from search.indexing.attachments.models import DocumentText
from search.indexing.index_check import IndexCheck
from search.indexing.vocabulary.models import StoredVocabulary
from search.stores.vectors.models import StoredVectors, StoredWeights

__all__ = [
    "AnswerVerdict",
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
