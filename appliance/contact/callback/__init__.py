"""Callers who hung up, keep their place in line, and are called back in turn."""
