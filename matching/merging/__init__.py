"""Two requests of one gemeente made into one."""
