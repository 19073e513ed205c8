"""From a message to a typed question."""
