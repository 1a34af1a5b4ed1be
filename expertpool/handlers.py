"""Loaded with the app by every process, a worker too: registers what the pool does and forgets at night."""

from expertpool.admission import forgetting as admission_forgetting
from expertpool.alliance import asking
from expertpool.conflicts import services as conflict_services
from expertpool.consents import reminding
from expertpool.control import services as control_services
from expertpool.control import viewing
from expertpool.directory import appearing, forgetting
from expertpool.doubles import finding
from expertpool.importing import services as import_services

__all__ = [
    "admission_forgetting",
    "appearing",
    "asking",
    "conflict_services",
    "control_services",
    "finding",
    "forgetting",
    "import_services",
    "reminding",
    "viewing",
]
