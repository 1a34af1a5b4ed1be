"""What becomes of the pages of a centre: how often they are read, kept, and part of a proposal."""
