"""A whole box on loopback with a demo centre: what `make run`, `make up` and `make down` do."""
