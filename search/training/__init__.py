"""What the packaged models learned from, and how."""
