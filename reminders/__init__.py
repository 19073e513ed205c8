"""When somebody is to be reminded of what, worked out from the handoff as it stands; no SDK, no I/O."""
