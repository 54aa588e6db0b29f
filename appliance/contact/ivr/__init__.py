"""Interactive voice response: published flows and the walk through them."""
