"""Notes what is done, by whom."""

from collections.abc import Callable, Mapping
from typing import Any

from appliance.clock import Clock
from appliance.desk.audit.model import Actor
from appliance.desk.audit.repository import AuditTrail

LONGEST = 1000
"""Characters of a subject or reason that are kept."""


class Notes:
    """Trail; `actor` tells who acts at this moment."""

    def __init__(self, trail: AuditTrail, clock: Clock, actor: Callable[[], Actor]) -> None:
        self._trail, self._clock, self._actor = trail, clock, actor

    def note(
        self,
        act: str,
        subject: str = "",
        *,
        reason: str = "",
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        by: Actor | None = None,
    ) -> None:
        """Durable on return. `by` names somebody else than who acts, who may not be known yet."""
        actor = by or self._actor()
        self._trail.append(
            at=self._clock.now(),
            person=actor.person,
            who=actor.who[:100],
            address=actor.address[:64],
            act=act,
            subject=subject[:LONGEST],
            reason=reason[:LONGEST],
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
        )
