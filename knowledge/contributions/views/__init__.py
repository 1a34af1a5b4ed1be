"""Pages for who shares: begin, fill in, send, follow."""
