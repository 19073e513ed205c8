"""What is said, and in which order; free of any chat SDK."""
