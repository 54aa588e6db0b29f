"""Anchors of the recordings: taken regularly, told outside the box, and compared with what is there."""
