"""The lines to the outside, watched: what state each span is in, and how it has been."""
