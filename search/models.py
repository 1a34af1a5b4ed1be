"""Gathered for Django."""

from search.answer.models import ProblemStatement

__all__ = ["ProblemStatement"]
