"""Do the sources that pages cite still answer, and what did they say? With a copy of our own."""
