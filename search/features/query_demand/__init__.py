"""What people look for, and whether they find it."""
