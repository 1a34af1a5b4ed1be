"""Dutch words: tokens, compounds, stems, spelling, words that mean the same."""
