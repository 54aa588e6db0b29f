"""Which way a call takes to the outside, and which calls must not leave."""
