"""How it is set up: a file per integration; production is the base."""
