"""A list of people from a sheet: looked through first, then each is asked, and who looks like somebody known waits."""
