"""What people and CI run; the standard library is enough for it."""
