"""What happens to a request: each one transaction with its audit row and mail; each checks who does it."""
