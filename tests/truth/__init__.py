"""A generated town: people who call, answer and pass calls on, and a notebook of what happened to each of them."""
