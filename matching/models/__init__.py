"""Gathered for Django."""

from matching.models.request import Decision, RequestCounter, RequestDraft, SupportRequest

__all__ = ["Decision", "RequestCounter", "RequestDraft", "SupportRequest"]
