"""Counting, told by hand."""
