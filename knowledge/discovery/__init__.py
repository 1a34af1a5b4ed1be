"""Ways in by problem: a page for each of the 57, and the map of what is known and what is asked."""
