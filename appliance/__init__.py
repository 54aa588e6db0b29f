"""The call centre itself: live contacts, the desk beside them, and the box that carries both."""

__version__ = "0.1.0"
