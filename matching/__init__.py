"""The loket: requests of a gemeente, and who fits them."""
