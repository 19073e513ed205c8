"""The conversation about a meeting: what is asked, offered, confirmed, and what came of it."""
