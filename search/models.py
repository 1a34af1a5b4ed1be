"""Gathered for Django."""

from search.answer.models import ProblemStatement
from search.documents.models import DocumentText
from search.vectors.models import StoredVectors, StoredWeights

__all__ = ["DocumentText", "ProblemStatement", "StoredVectors", "StoredWeights"]
