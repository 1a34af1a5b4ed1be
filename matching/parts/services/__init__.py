"""Ask, answer, settle and gather parts; each a transaction of its own."""
