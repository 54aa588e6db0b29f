"""One package per service of the box; the only places where things are wired together."""
