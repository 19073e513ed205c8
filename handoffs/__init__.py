"""The handoff itself: pure, without SDK, I/O or clock."""
