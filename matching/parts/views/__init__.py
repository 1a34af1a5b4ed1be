"""Pages of the loket, and of who answers."""
