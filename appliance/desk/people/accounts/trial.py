"""What trying the company's accounts found, as JSON for pages and commands. Pure."""

from collections.abc import Mapping
from typing import Any

from appliance.desk.people.accounts.errors import AccountAway, AccountRefused
from appliance.desk.people.accounts.model import Account
from appliance.desk.people.model import Scope

STEPS = (
    "connect",
    "tls",
    "ca",
    "service-account",
    "bind",
    "search",
    "discovery",
    "keys",
    "issuer",
    "document",
)
"""Steps that a page has plain words for."""


def found(
    account: Account, server: str, dn: str, roles: tuple[str, ...], scope: Scope, *, by_hand: bool
) -> Mapping[str, Any]:
    """Somebody of the directory, and what would come of the groups here."""
    return {
        "dn": dn,
        "server": server,
        "login": account.login,
        "name": account.name,
        "mail": account.mail,
        "standing": account.trouble or "well",
        "groups": sorted(group for group in account.groups if "=" not in group) or sorted(account.groups),
        "roles": list(roles),
        "by_hand": by_hand,
        "queues": None if scope.queues is None else sorted(scope.queues),
        "teams": None if scope.teams is None else sorted(scope.teams),
    }


def failed(fault: Exception) -> Mapping[str, str]:
    """The step at which it ended, and what was said there."""
    if isinstance(fault, AccountAway | AccountRefused):
        return {"step": str(fault.details.get("step", "")), "why": str(fault.details.get("why", ""))}
    return {"step": "document", "why": str(fault)}
