"""How a request ends, and what it leaves."""
