"""What a gemeente or expert tried, shared outside the content management: read from a text, filled in, sent, followed."""
