"""Reminders: which are to come, and how each is said once."""
