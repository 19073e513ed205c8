"""From a typed question to an answer with its sources."""
