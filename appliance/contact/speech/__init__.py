"""Speech recognition of recordings: what was said, by which side, when, and which phrases were or were not in it."""
