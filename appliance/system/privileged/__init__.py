"""What only root may do, as a short list of typed verbs: a program of its own that reads one order and ends."""
