"""People of the console: the pure rules."""
