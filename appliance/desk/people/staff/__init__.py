"""Who may come in: people, their roles, and the one-time links by which they begin."""
