"""Speech recognition in a process of its own, at the lowest priority."""
