"""When the machine has time for recognition. Pure."""

CALM = 0.8
"""Once paused, it goes on when the load is so much below the limit."""


def may(load: float, own: int, cores: int, most: float, *, paused: bool) -> bool:
    """Whether to work now; `load` is the mean of the last minute, `own` the threads of ours that it has in it."""
    others = max(0.0, load - own) / max(1, cores)
    return others <= (most * CALM if paused else most)
