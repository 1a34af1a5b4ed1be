"""How well a text fits a problem, and which pair of sentences says why: one score for everything that ranks. No Django."""
