"""Cards, lines and trunks for pages: asked of engine and jobs, joined, and put into words."""
