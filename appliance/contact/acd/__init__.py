"""Automatic call distribution: who waits, who is free, and who gets whom."""
