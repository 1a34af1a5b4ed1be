"""Made-up rows for measuring pages."""
