"""What a waiting caller hears: an announcement as prompts."""

from appliance.contact.acd.model import MINUTES, Announcement

POSITIONS = 20
MANY = 30


def announced(said: Announcement) -> tuple[str, ...]:
    """The prompts, by key."""
    parts = (_position(said.position), _wait(said.wait), said.comfort)
    return tuple(part for part in parts if part)


def _position(position: int | None) -> str:
    if position is None:
        return ""
    return f"position-{position}" if position <= POSITIONS else "position-many"


def _wait(seconds: float | None) -> str:
    """About so many minutes, to the next minute that there is a prompt for."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "wait-under-1"
    if seconds > 60 * MANY:
        return "wait-many"
    return f"wait-{min(MINUTES, key=lambda minutes: abs(minutes * 60 - seconds))}"
