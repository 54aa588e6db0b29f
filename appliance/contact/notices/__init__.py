"""Messages of supervisors to agents."""
