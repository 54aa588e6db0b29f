"""Saved reports sent by mail, again and again."""
