"""The pages, one blueprint `pages` a feature."""

FEATURES = (
    "home",
    "desk",
    "signin",
    "live",
    "supervisor",
    "boards",
    "invited",
    "account",
    "people",
    "roles",
    "sessions",
    "audit",
)
"""Modules of this package, in the order of the menu."""
