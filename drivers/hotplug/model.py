"""What changed about telephony hardware, as far as the kernel tells."""

from dataclasses import dataclass
from enum import Enum


class Part(Enum):
    """Which hardware: a card on its bus, a device that a driver brought to DAHDI, or a span."""

    PCI = "pci"
    USB = "usb"
    DEVICE = "dahdi_devices"
    SPAN = "dahdi_spans"


class Act(Enum):
    """What became of it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that came, went or changed; `name` is its name on that bus, `path` its place below /sys."""

    part: Part
    act: Act
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the last time, settled: one change for each thing, in the order of the first word of it.

    With `lost` the kernel had more to say than we could hear, and only a new look at everything tells what is true.
    """

    changes: tuple[Change, ...] = ()
    lost: bool = False
