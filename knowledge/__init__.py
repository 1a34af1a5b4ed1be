"""What we know: cases, wijken, centres, schemes. Each is a page of the content management."""
