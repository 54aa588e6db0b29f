"""What a token may: never more than its maker may at this moment."""

from appliance.desk.people.model import Scope
from appliance.desk.people.tokens.model import Token


def rights(token: Token, makers: frozenset[str]) -> frozenset[str]:
    """The token's rights that its maker still has."""
    return token.rights & makers


def scope(token: Token, makers: Scope) -> Scope:
    """The token's queues and teams that are within its maker's."""
    return Scope(both(token.scope.queues, makers.queues), both(token.scope.teams, makers.teams))


def both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """What two limits leave; None is no limit."""
    if one is None or other is None:
        return other if one is None else one
    return one & other
