"""What the packaged models learned from, and how: recogniser, adapter, scores of pairs. Needs no database."""
