"""Unit tests of what Asterisk is told."""
