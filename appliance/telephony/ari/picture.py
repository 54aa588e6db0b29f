"""What is true in Asterisk at the moment of connecting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appliance.telephony.ari.codec import Request
from appliance.telephony.ari.events import Bridge, Channel
from appliance.telephony.ari.readers import READERS
from appliance.telephony.ari.values import bridge, channel, endpoint, moment


@dataclass(frozen=True, slots=True)
class Picture:
    """`in_app` are the ids of the channels that are ours to command; `endpoints` maps `PJSIP/8001` to online.

    A leg that was created but has not yet entered the application is in `channels` and not in `in_app`.
    """

    channels: tuple[Channel, ...]
    bridges: tuple[Bridge, ...]
    in_app: frozenset[str]
    endpoints: Mapping[str, bool]
    started_at: datetime


LINK = ("ApplicationReplaced", "RESTResponse")
CHANNELS = Request("GET", "channels")
BRIDGES = Request("GET", "bridges")
ENDPOINTS = Request("GET", "endpoints")
STATUS = Request("GET", "asterisk/info", {"only": "status"})


def event_filter(app: str, kinds: Iterable[str] = READERS) -> Request:
    """Only what is wanted crosses the socket, and what keeps the link: Asterisk filters that by the same list."""
    wanted = [{"type": kind} for kind in dict.fromkeys((*kinds, *LINK))]
    return Request("PUT", f"applications/{app}/eventFilter", body={"allowed": wanted, "disallowed": []})


def picture(app: str, channels: Any, bridges: Any, endpoints: Any, status: Any) -> Picture:
    """The picture from the bodies of the four answers; raises on shapes that ARI does not promise."""
    seen = tuple(channel(raw) for raw in channels)
    return Picture(
        channels=seen,
        bridges=tuple(bridge(raw) for raw in bridges),
        in_app=frozenset(item.id for item in seen if item.in_app(app)),
        endpoints={endpoint(raw): raw["state"] == "online" for raw in endpoints},
        started_at=moment(status["status"]["startup_time"]),
    )
