"""Help that began without a proposal."""
