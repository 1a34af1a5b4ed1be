"""The pages on which somebody tells what was tried, the text to begin with, and what is left of it."""
