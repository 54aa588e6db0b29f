"""Documents as rows of a sheet: cells that read back as what they were, and what a sheet would change."""
