"""Gathered for Django."""

from search.answer.models import ProblemStatement
from search.vectors.models import StoredVectors, StoredWeights

__all__ = ["ProblemStatement", "StoredVectors", "StoredWeights"]
