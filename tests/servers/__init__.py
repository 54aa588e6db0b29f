"""Real servers that integration tests start and stop."""
