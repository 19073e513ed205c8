"""The conversation about handoffs: starting one, acting on it, and looking at it."""
