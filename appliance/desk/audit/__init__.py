"""Who did, saw, heard and exported what."""
