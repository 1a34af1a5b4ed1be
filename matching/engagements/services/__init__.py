"""What happens to an invitation and a mission: each one transaction with its audit row and mail; each checks who does it."""
