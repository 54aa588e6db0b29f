"""The pages, one blueprint `pages` a feature."""

FEATURES = (
    "home",
    "desk",
    "signin",
    "live",
    "boards",
    "invited",
    "account",
    "people",
    "roles",
    "sessions",
    "audit",
)
"""Modules of this package, in the order of the menu."""
