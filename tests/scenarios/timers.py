"""Timers in still time."""

from datetime import datetime


class StillTimers:
    """Alarms that fire when the scenario's clock passes them."""

    def __init__(self) -> None:
        self.alarms: dict[tuple[str, ...], datetime] = {}

    def arm(self, key: tuple[str, ...], at: datetime) -> None:
        self.alarms[key] = at

    def cancel(self, key: tuple[str, ...]) -> None:
        self.alarms.pop(key, None)

    def next_due(self, until: datetime) -> tuple[datetime, tuple[str, ...]] | None:
        due = sorted((at, key) for key, at in self.alarms.items() if at <= until)
        return due[0] if due else None
