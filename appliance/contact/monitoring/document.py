"""The rule for supervisors in calls as a document; what it does not name keeps its default."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.monitoring.errors import MonitorRuleInvalid
from appliance.contact.monitoring.model import Policy, Tone


def parse(body: Mapping[str, Any]) -> Policy:
    """Raises MonitorRuleInvalid naming the field."""
    for field, value in body.items():
        if field not in _FITS or not _FITS[field](value):
            raise MonitorRuleInvalid(field=field, value=str(value))
    given = {**rule_body(Policy()), **body}
    return Policy(given["shown"], Tone(given["tone"]))


def rule_body(policy: Policy) -> dict[str, Any]:
    """The inverse of `parse`."""
    return {"shown": policy.shown, "tone": policy.tone.value}


_FITS = {
    "shown": lambda value: isinstance(value, bool),
    "tone": lambda value: isinstance(value, str) and value in set(Tone),
}
