"""The pure part of scheduling."""
