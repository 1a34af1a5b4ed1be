"""How good and how fast it is: collections, load."""
