"""A case made of help of the loket: who helped reads it first, and the loket agrees before the redactie gets it."""
