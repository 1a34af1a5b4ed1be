"""What the benchmarks fill an index with."""
