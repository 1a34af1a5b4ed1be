"""A text as it was pasted becomes a first version: headings recognised, nothing invented, no sentence lost. No Django."""
