"""Tables of requests; gathered for Django in matching.models."""
