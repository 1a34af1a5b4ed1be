"""What somebody says of the own work, in short parts: who, what, how well, where, and what proves it."""
