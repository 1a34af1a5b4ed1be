"""A failure at every statement of every service: one file says what is called, one tries."""
