"""What each page type shows beside its own fields, built from selectors only. Imported when the app is ready."""

from knowledge.page_context import cases, centres, home, listings, wijken

__all__ = ["cases", "centres", "home", "listings", "wijken"]
