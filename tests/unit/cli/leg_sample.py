"""Legs that are over, with what was counted of their sound."""

from typing import Any

SOUND: dict[str, Any] = {
    "received": {"packets": 950, "lost": 50, "loss": 0.05, "jitter_ms": 2.4, "mos": 3.91},
    "sent": {"packets": 1000, "lost": None, "loss": None, "jitter_ms": None, "mos": None},
}


def ended(digit: str, agent: str, endpoint: str, audio: dict[str, Any] | None, role: str = "agent") -> dict[str, Any]:
    """A leg that is over."""
    return {
        "id": f"018f5a3c-0000-7000-8000-00000000000{digit}",
        "role": role,
        "agent": agent,
        "endpoint": endpoint,
        "channel": f"1715149805.{digit}",
        "opened_at": "2024-05-08T06:30:05+00:00",
        "answered_at": None,
        "ended_at": "2024-05-08T06:30:10+00:00",
        "cause": 19,
        "talk_ms": None,
        "hold_ms": None,
        "audio": audio,
    }
