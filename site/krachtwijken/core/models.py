"""Every table of the core, gathered for Django."""

from krachtwijken.core.reference.models import Gemeente, Organisation, ProblemLabel, Theme, Wijk

__all__ = ["Gemeente", "Organisation", "ProblemLabel", "Theme", "Wijk"]
