"""Made-up rows to measure pages with."""
