"""The results page: what its address asks, and what is shown of the answer."""
