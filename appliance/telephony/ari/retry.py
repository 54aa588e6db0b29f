"""When to try to connect again, and when to conclude that Asterisk itself is dead."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds. A silent Asterisk is noticed after `misses` + 1 heartbeats at the latest."""

    heartbeat: float = 0.45
    misses: int = 3
    opening: float = 2.0
    closing: float = 0.5
    first_delay: float = 0.02
    longest_delay: float = 1.0
    gone_after: float = 1.0
    steady_after: float = 2.0


@dataclass(slots=True)
class Retry:
    """Delays: `first_delay` doubling to `longest_delay`, each cut by up to a quarter by `chance` (0..1).

    The first is not none: a WebSocket opened while Asterisk still clears away the last one can stay deaf.
    A connection that stood for `steady_after` starts the delays anew: two clients that push each other out of
    the same application thus slow down instead of spinning.
    """

    timing: Timing
    chance: Callable[[], float]
    _next: float = field(init=False)
    _refused_since: float | None = field(default=None, init=False)
    _gone: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._next = self.timing.first_delay

    def connected(self) -> None:
        """The WebSocket stands: Asterisk lives."""
        self._refused_since, self._gone = None, False

    def ended(self, lived: float) -> None:
        """The WebSocket broke after `lived` seconds."""
        if lived >= self.timing.steady_after:
            self._next = self.timing.first_delay

    def failed(self) -> None:
        """Somebody listens, but no WebSocket came of it: Asterisk starts, or hangs."""
        self._refused_since = None

    def refused(self, now: float) -> bool:
        """Nobody listens. True once, when that has been so for `gone_after`: Asterisk is dead."""
        if self._refused_since is None:
            self._refused_since = now
        overdue = now - self._refused_since >= self.timing.gone_after
        dies, self._gone = overdue and not self._gone, self._gone or overdue
        return dies

    def delay(self, now: float) -> float:
        """Seconds to wait before the next attempt; shortened so that one falls when death is to be told."""
        pause = self._next * (1 - self.chance() / 4)
        self._next = min(self._next * 2, self.timing.longest_delay)
        if self._refused_since is None or self._gone:
            return pause
        return min(pause, max(0.0, self._refused_since + self.timing.gone_after - now))
