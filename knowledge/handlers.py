"""Loaded with the app by every process, a worker too: registers what the knowledge base forgets at night."""

from knowledge.shortlist import services as shortlist_services

__all__ = ["shortlist_services"]
