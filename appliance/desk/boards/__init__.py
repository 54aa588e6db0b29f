"""Wallboards: what a screen in the room shows."""
