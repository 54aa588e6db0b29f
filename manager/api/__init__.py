"""The interface for other systems, /api/v1: one blueprint `resource` a module."""

PREFIX = "/api/v1"
RESOURCES = (
    "about",
    "agents",
    "queues",
    "calls",
    "callbacks",
    "stream",
    "contacts",
    "recordings",
    "customers",
    "reports",
    "configuration",
)
"""Modules of this package, in the order in which the description tells of them."""
