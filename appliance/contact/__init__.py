"""Live conversations, from the first ring to the sealed recording."""
