"""What the kernel says about hardware, word for word; `detect` makes cards of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PciDevice:
    """A function on the PCI bus; numbers are hexadecimal digits without 0x, `path` is its real one below /sys."""

    address: str
    vendor: str
    device: str
    subvendor: str
    subdevice: str
    device_class: str
    driver: str
    path: str


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """A device on the USB; `port` counts from the root hub (`3.2`), `controller` is the PCI address of its host."""

    name: str
    vendor: str
    product: str
    serial: str
    driver: str
    controller: str
    port: str
    path: str


@dataclass(frozen=True, slots=True)
class ChannelFact:
    """A channel as DAHDI shows it: its place in the span, the signallings it can have, and its echo canceller."""

    position: int
    name: str
    capabilities: str
    echo_canceller: str


@dataclass(frozen=True, slots=True)
class SpanFact:
    """A span that has DAHDI's number."""

    number: int
    local: int
    name: str
    description: str
    type: str
    channels: int
    base: int | None
    lineconfig: str
    linecompat: tuple[str, ...]
    parts: tuple[ChannelFact, ...]


@dataclass(frozen=True, slots=True)
class DahdiDevice:
    """A device that a driver brought to DAHDI; `types` has the local number and the type of every span of it."""

    name: str
    manufacturer: str
    type: str
    hardware_id: str
    location: str
    types: tuple[tuple[int, str], ...]
    spans: tuple[SpanFact, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """One look at a machine. `modules` are loaded; `available` can be, None where that is not known; `log` likewise."""

    pci: tuple[PciDevice, ...] = ()
    usb: tuple[UsbDevice, ...] = ()
    devices: tuple[DahdiDevice, ...] = ()
    modules: frozenset[str] = frozenset()
    available: frozenset[str] | None = None
    log: tuple[str, ...] | None = None
