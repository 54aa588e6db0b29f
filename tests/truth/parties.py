"""Calls and telephones as anybody could see them from outside: who is up, and who hears whom."""

from dataclasses import dataclass, field

TALK, HOLD, NEITHER = "talk_ms", "hold_ms", ""


@dataclass(eq=False)
class Line:
    """One telephone's part in a call; `kind` is customer, agent, phone or outside. Times are milliseconds."""

    name: str
    kind: str
    who: str
    call: "TownCall"
    born: int
    offer: str = ""
    limit: int = 0
    up: bool = False
    answered: int = -1
    bridge: str = ""
    held: bool = False
    met: bool = False
    queue: str = ""
    alive: bool = True
    does: str = NEITHER
    since: int = 0
    talk: int = 0
    hold: int = 0

    @property
    def others(self) -> list["Line"]:
        """Who is in the same bridge."""
        return [line for line in self.call.lines if line is not self and self.bridge and line.bridge == self.bridge]


@dataclass(eq=False)
class TownCall:
    """One call as the one who is in it knows it."""

    opened: int
    number: str = ""
    trunk: str = ""
    outbound: bool = False
    callback: "Wish | None" = None
    lines: list[Line] = field(default_factory=list)
    customer: Line | None = None
    queue: str = ""
    waits_since: int = -1
    stay: int = 0
    flow: str = ""
    node: str = ""
    node_since: int = 0
    last_node: str = ""
    keyed: bool = False
    talked: bool = False
    queued: bool = False
    message: bool = False
    asked_back: bool = False
    asker: Line | None = None
    asked: Line | None = None
    passed: tuple[str, str] | None = None
    lent: bool = False
    parked: bool = False
    led_out: str = ""
    ended_by: str = ""
    epoch: int = 0
    moves: int = 0
    sets_aside: bool = False
    result: str = ""
    closed: int = -1

    @property
    def in_line(self) -> bool:
        return self.waits_since >= 0

    @property
    def live(self) -> list[Line]:
        return [line for line in self.lines if line.alive]


@dataclass(eq=False)
class Wish:
    """Somebody wants to be called back."""

    number: str
    queue: str
    asked: int
    tried: int = 0
    over: bool = False


def doing(line: Line) -> str:
    """What a line does: hears somebody, waits for one who has it in hand, or neither."""
    if not (line.alive and line.up and line.met):
        return NEITHER
    others = line.others
    if others:
        return HOLD if line.held or all(other.held for other in others) else TALK
    if line.kind != "customer" and line is not line.call.customer:
        return HOLD
    in_hand = any(other.met and other.up for other in line.call.live if other is not line)
    return HOLD if in_hand and not line.call.lent and not line.call.in_line else NEITHER
