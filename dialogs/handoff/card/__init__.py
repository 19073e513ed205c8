"""The live card of a handoff: what stands on it, item by item, and what can be done next."""
