"""A handoff that is being prepared: its facts are asked for one by one, or given in a form."""
