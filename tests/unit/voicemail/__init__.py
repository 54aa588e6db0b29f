"""Boxes, PINs, lamps, mails and listening, one decision at a time."""
