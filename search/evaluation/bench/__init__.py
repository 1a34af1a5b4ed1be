"""What the benchmarks fill an index with, and what they ask of a running site."""
