"""Gathered for Django."""

from matching.requests.models.request import Decision, RequestCounter, RequestDraft, SupportRequest

__all__ = ["Decision", "RequestCounter", "RequestDraft", "SupportRequest"]
