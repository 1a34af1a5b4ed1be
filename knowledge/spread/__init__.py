"""How an approach spread: who took it over, and with what result."""
