"""What a visitor gets, a folder each. From its address to its page."""
