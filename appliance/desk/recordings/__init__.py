"""Recordings as people deal with them: what is noted at a time in them, and what is taken away."""
