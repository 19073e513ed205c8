"""What people type about handoffs, read into commands: no desk, no state, no words of ours."""
