"""Help while writing: how complete a case is, and how hard its texts are to read."""
