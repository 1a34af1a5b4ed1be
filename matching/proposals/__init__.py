"""What the loket proposes, and the answer to it."""
