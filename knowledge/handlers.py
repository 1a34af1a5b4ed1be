"""Loaded with the app by every process, a worker too: what the knowledge base does later, and forgets at night."""

from knowledge.contributions.services import forgetting as contribution_forgetting
from knowledge.figures import handlers as figures_handlers
from knowledge.importing import handlers as importing_handlers
from knowledge.links import handlers as link_handlers
from knowledge.reports import services as report_services
from knowledge.shortlist import services as shortlist_services
from knowledge.validity import handlers as validity_handlers

__all__ = [
    "contribution_forgetting",
    "figures_handlers",
    "importing_handlers",
    "link_handlers",
    "report_services",
    "shortlist_services",
    "validity_handlers",
]
