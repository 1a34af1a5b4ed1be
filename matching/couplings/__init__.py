"""Who is tied to which wijk, and what came of it."""
