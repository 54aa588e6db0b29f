"""Keeping the box alive."""
