"""From ARI's JSON objects to values; a shape that ARI does not promise raises ValueError, TypeError or KeyError."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from appliance.telephony.ari import events

Json: TypeAlias = Mapping[str, Any]
TRUNK, DIVERTED = "TRUNK", "REDIRECTING(from-num)"
"""Variables that ari.conf shows with channels; the second holds what Diversion, History-Info or ISDN tell."""
_Names = TypeVar("_Names", bound=StrEnum)


def text(raw: Json, key: str) -> str:
    """The text under `key`; empty where ARI leaves it out."""
    value = raw.get(key, "")
    if type(value) is not str:
        raise TypeError(key)
    return value


def identity(raw: Json) -> str:
    """The object's `id`, never empty."""
    value = raw["id"]
    if type(value) is not str or not value:
        raise TypeError("id")
    return value


def number(raw: Json, key: str) -> int:
    value = raw[key]
    if type(value) is not int:
        raise TypeError(key)
    return value


def optional_number(raw: Json, key: str) -> int | None:
    return number(raw, key) if key in raw else None


def moment(value: str) -> datetime:
    """ISO 8601 with an offset, in Asterisk's own zone, as UTC."""
    at = datetime.fromisoformat(value)
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError(value)
    return at.astimezone(UTC)


def named(kind: type[_Names]) -> Callable[[str], _Names]:
    """A look-up of `kind` by its texts; what a later Asterisk may add is its UNKNOWN."""
    known = {member.value: member for member in kind}
    unknown = kind["UNKNOWN"]
    return lambda value: known.get(value, unknown)


_channel_state = named(events.ChannelState)


def channel(raw: Json) -> events.Channel:
    name, caller, dialplan = text(raw, "name"), raw["caller"], raw["dialplan"]
    variables = raw.get("channelvars", {})
    return events.Channel(
        id=identity(raw),
        name=name,
        endpoint=name.rpartition("-")[0] or name,
        state=_channel_state(text(raw, "state")),
        caller_number=text(caller, "number"),
        caller_name=text(caller, "name"),
        connected_number=text(raw["connected"], "number"),
        dialplan_context=text(dialplan, "context"),
        dialplan_extension=text(dialplan, "exten"),
        dialplan_app=text(dialplan, "app_name"),
        dialplan_app_data=text(dialplan, "app_data"),
        created_at=moment(raw["creationtime"]),
        protocol_id=text(raw, "protocol_id"),
        trunk=text(variables, TRUNK),
        diverted_by=text(variables, DIVERTED),
    )


def bridge(raw: Json) -> events.Bridge:
    return events.Bridge(id=identity(raw), channels=texts(raw["channels"]), technology=text(raw, "technology"))


def texts(raw: Any) -> tuple[str, ...]:
    """A JSON list of texts."""
    if type(raw) is not list or not all(type(item) is str for item in raw):
        raise TypeError("list of texts")
    return tuple(raw)


def endpoint(raw: Json) -> str:
    """Technology and name, as a channel's `endpoint` has them (`PJSIP/8001`)."""
    return f"{raw['technology']}/{raw['resource']}"
