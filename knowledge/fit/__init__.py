"""Past dit bij mijn wijk? The conditions of a case against a chosen wijk and what the reader ticks."""
