"""Coming into the pool: nominated, agreed, vetted by two people, let in."""
