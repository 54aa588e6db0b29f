"""What a person may: rights by name, the roles that come with the box, and the union a person has."""

from collections.abc import Iterable, Mapping

RIGHTS = (
    "desk.use",
    "boards.see",
    "boards.change",
    "live.see",
    "live.act",
    "live.listen",
    "live.message",
    "calls.see",
    "missed.see",
    "missed.serve",
    "recordings.hear",
    "recordings.approve",
    "recordings.export",
    "reports.see",
    "reports.export",
    "quality.score",
    "customers.see",
    "customers.change",
    "setup.see",
    "setup.change",
    "lines.see",
    "lines.change",
    "health.see",
    "health.act",
    "people.see",
    "people.change",
    "people.grant",
    "audit.see",
    "audit.export",
    "numbers.whole",
    "tokens.own",
    "tokens.manage",
)
"""Every right; names are stable for ever, for custom roles keep them."""

_WATCHING = {"boards.see", "live.see", "calls.see", "missed.see", "reports.see"}
_EXPORTS = {"recordings.export", "reports.export", "audit.export"}

ROLES: Mapping[str, frozenset[str]] = {
    "agent": frozenset({"desk.use", "customers.see", "customers.change", "boards.see"}),
    "supervisor": frozenset(
        _WATCHING
        | {"desk.use", "boards.change", "live.act", "live.listen", "live.message", "missed.serve"}
        | {"recordings.hear", "recordings.approve"}
        | {"reports.export", "quality.score", "customers.see", "customers.change", "setup.see", "numbers.whole"}
        | {"tokens.own"}
    ),
    "quality": frozenset(
        {"calls.see", "missed.see", "recordings.hear", "quality.score", "reports.see", "customers.see"}
    ),
    "administrator": frozenset(set(RIGHTS) - {"recordings.export", "lines.change"}),
    "auditor": frozenset(
        {"audit.see", "audit.export", "people.see", "setup.see", "lines.see", "calls.see", "missed.see"}
    ),
    "technician": frozenset({"setup.see", "lines.see", "lines.change", "health.see", "health.act", "boards.see"}),
    "noc": frozenset({"health.see", "lines.see", "boards.see"}),
}
"""The roles that come with the box; they cannot be changed, custom roles stand beside them."""

ADMINISTRATOR = "administrator"
GRANT = "people.grant"
"""Whoever has this gives rights that are not their own."""


def allowed(roles: Iterable[str], custom: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What all `roles` together allow; one that does not exist allows nothing."""
    known = {**custom, **ROLES}
    return frozenset().union(*(known.get(role, frozenset()) for role in roles))


def beyond(rights: frozenset[str], giver: frozenset[str]) -> frozenset[str]:
    """Which of `rights` somebody may not give: nobody gives what is not theirs, but who may grant everything."""
    return frozenset() if GRANT in giver else rights - giver
