"""A database that an earlier version filled, brought up to date by this one."""
