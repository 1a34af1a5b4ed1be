"""Facts of the Dutch language that analysis needs. No Django."""
