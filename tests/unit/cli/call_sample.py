"""One call of the afternoon, live, with its legs and the events behind them."""

from typing import Any

from tests.unit.cli.leg_sample import SOUND, ended

CALL = "018f5a3c-0000-7000-8000-000000000001"

CALLS: list[dict[str, Any]] = [
    {
        "id": CALL,
        "opened_at": "2024-05-08T06:29:59+00:00",
        "direction": "inbound",
        "caller": "13800138000",
        "dialled": "4008001000",
        "state": "talking",
        "queue": "sales",
        "agent": "8001",
        "wait_s": 12.4,
        "talk_s": 3723,
        "result": None,
    }
]

CALL_IN_FULL: dict[str, Any] = {
    **CALLS[0],
    "legs": [
        {
            "id": "018f5a3c-0000-7000-8000-00000000000a",
            "role": "caller",
            "agent": "",
            "endpoint": "demo-carrier",
            "channel": "1715149799.7",
            "opened_at": "2024-05-08T06:29:59+00:00",
            "answered_at": "2024-05-08T06:29:59.020000+00:00",
            "ended_at": None,
            "cause": None,
            "talk_ms": None,
            "hold_ms": None,
            "audio": None,
        },
        {
            "id": "018f5a3c-0000-7000-8000-00000000000b",
            "role": "agent",
            "agent": "8001",
            "endpoint": "8001",
            "channel": "1715149811.8",
            "opened_at": "2024-05-08T06:30:11+00:00",
            "answered_at": "2024-05-08T06:30:15+00:00",
            "ended_at": None,
            "cause": None,
            "talk_ms": None,
            "hold_ms": None,
            "audio": None,
        },
        ended("c", "8002", "8002", {"medium": "rtp", "codec": "alaw", "round_trip_ms": 41.2, "mos": 3.91} | SOUND),
        ended("d", "8003", "8003", None),
        ended("e", "", "telecom", {"medium": "tdm"}, role="outside"),
    ],
    "events": [
        {
            "schema": 1,
            "at": "2024-05-08T06:29:59.000000+00:00",
            "contact": CALL,
            "leg": None,
            "kind": "contact.opened",
            "data": {"direction": "inbound", "caller": "13800138000"},
        },
        {
            "schema": 1,
            "at": "2024-05-08T06:30:15.000000+00:00",
            "contact": CALL,
            "leg": None,
            "kind": "bridge.joined",
            "data": {},
        },
        {
            "schema": 1,
            "at": "2024-05-08T06:40:15.000000+00:00",
            "contact": CALL,
            "leg": "018f5a3c-0000-7000-8000-00000000000e",
            "kind": "recording.echo",
            "data": {"recording": CALL, "loss_db": 31.5, "delay_ms": 22.5, "spoken_s": 16.0},
        },
    ],
}
