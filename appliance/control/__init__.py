"""Between our own processes: commands and an event stream over a unix socket, one JSON value a line."""
