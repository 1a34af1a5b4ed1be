"""Every kind of thing that can be found. A module each, registered with search.registry when the app is ready."""

from search.searchable import cases, centres, content_pages, profiles, schemes, wijken

__all__ = ["cases", "centres", "content_pages", "profiles", "schemes", "wijken"]
