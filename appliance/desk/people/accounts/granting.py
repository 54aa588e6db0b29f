"""From the groups of an account to what the person is here."""

from collections.abc import Iterable

from appliance.desk.people.accounts.model import EVERYBODY, Grant
from appliance.desk.people.model import Scope


def granted(grants: Iterable[Grant], groups: Iterable[str], known: Iterable[str]) -> tuple[tuple[str, ...], Scope]:
    """Roles, of those that are `known`, and scope. Letters of groups count alike, small or large.

    Limits add up, and any limit is stronger than none: a supervisor of one queue who is also an agent without limits
    still leads that queue only.
    """
    mine, there = {group.casefold() for group in groups}, set(known)
    held = [grant for grant in grants if grant.role in there and (grant.group == EVERYBODY or _in(grant, mine))]
    scope = Scope(_limit(grant.queues for grant in held), _limit(grant.teams for grant in held))
    return tuple(sorted({grant.role for grant in held})), scope


def _in(grant: Grant, mine: set[str]) -> bool:
    return grant.group.casefold() in mine


def _limit(named: Iterable[tuple[str, ...]]) -> frozenset[str] | None:
    found = frozenset(name for names in named for name in names)
    return found or None
