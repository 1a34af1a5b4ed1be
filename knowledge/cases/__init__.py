"""Finding cases: filters in the address, facets, lists."""
