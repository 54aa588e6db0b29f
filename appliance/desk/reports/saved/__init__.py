"""Questions that people keep, for themselves or for their team."""
