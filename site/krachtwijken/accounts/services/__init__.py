"""What changes in accounts, as verbs."""
