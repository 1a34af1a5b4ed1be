"""The words of the public documents: what "did you mean" may name."""
