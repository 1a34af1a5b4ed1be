"""Gathered for Django."""

from search.answer.models import ProblemStatement
from search.index_check import IndexCheck
from search.vectors.models import StoredVectors, StoredWeights

__all__ = ["IndexCheck", "ProblemStatement", "StoredVectors", "StoredWeights"]
