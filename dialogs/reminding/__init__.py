"""Reminders in words: the card of a morning, and what people say of being reminded."""
