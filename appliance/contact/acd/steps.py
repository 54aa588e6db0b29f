"""What callers are told of their wait: not the second, but a step that there is a prompt for."""

from collections.abc import Sequence

from appliance.contact.acd.model import SHORT


def stepped(seconds: float, steps: Sequence[int]) -> float:
    """The nearest of `steps` (ascending minutes), in seconds; less than a minute stays, and what is beyond all."""
    if seconds < SHORT or not steps or seconds > 60 * steps[-1]:
        return seconds
    return 60.0 * min(steps, key=lambda minutes: abs(60 * minutes - seconds))
