"""The pages, one blueprint `pages` a feature."""

FEATURES = (
    "home",
    "desk",
    "signin",
    "live",
    "supervisor",
    "boards",
    "contacts",
    "contact",
    "hearing",
    "missed",
    "reports",
    "invited",
    "account",
    "health",
    "settings",
    "settings_history",
    "settings_sheets",
    "flows",
    "passkeys",
    "people",
    "roles",
    "sessions",
    "tokens",
    "audit",
)
"""Modules of this package, in the order of the menu."""
