"""Ending sessions: the store forgets them, and what they have open in the live state is closed."""

from collections.abc import Collection
from contextlib import suppress
from uuid import UUID

from appliance.errors import Refusal
from manager.wiring import console

SOON = 2.0
"""Seconds that the live state may take to close what a session has open there."""


def end(sessions: Collection[UUID]) -> None:
    """Sign these sessions out everywhere."""
    console().doors.close_sessions(list(sessions))
    for session in sessions:
        close_live(session=str(session))


def close_live(*, person: str = "", session: str = "") -> None:
    """Close what a session, or a person, has open in the live state; a process that is away has nothing open."""
    with suppress(Refusal):
        console().ask("live", "live.dismiss", within=SOON, person=person or None, session=session or None)
