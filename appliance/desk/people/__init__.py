"""People of the console: how they prove who they are, which roles they have, and what those allow."""
