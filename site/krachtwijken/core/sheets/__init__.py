"""A table that somebody sends, as XLSX or CSV: read as it is, nothing guessed, whoever asks for it."""
