"""Pages for the gemeente (public) and for the loket (desk)."""
