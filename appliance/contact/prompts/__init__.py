"""The voices of the centre: prompts and music, from where they come to what callers hear."""
