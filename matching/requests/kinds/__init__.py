"""What the loket offers: twelve kinds of help, each one entry with its texts."""
