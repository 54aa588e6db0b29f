"""The pages, one blueprint `pages` a feature."""

FEATURES = (
    "home",
    "desk",
    "signin",
    "live",
    "boards",
    "account",
)
"""Modules of this package, in the order of the menu."""
