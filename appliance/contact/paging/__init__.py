"""Paging: one voice to many phones and loudspeakers at once."""
