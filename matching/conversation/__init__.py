"""What gemeente and loket say, and promise."""
