"""What the loket and who helps say to each other."""
