"""Gathered for Django."""

from expertpool.models.profile import ExpertProfile, ProfileEvidence, ThemeDepth

__all__ = ["ExpertProfile", "ProfileEvidence", "ThemeDepth"]
