"""Flows as they are drawn: the fields of each kind of node, where nodes stand, and what is done to them."""
