"""Passages and vectors: Tantivy or Elasticsearch."""
