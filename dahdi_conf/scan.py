"""One look at /sys, /proc and the kernel's log below a root; raises nothing for what is not there."""

import re
from collections.abc import Iterator
from pathlib import Path

from dahdi_conf.facts import ChannelFact, DahdiDevice, Facts, PciDevice, SpanFact, UsbDevice
from drivers.kernel_log import kernel_log


def scan(root: Path = Path("/")) -> Facts:
    """What the kernel says now; a device that goes away meanwhile is left out."""
    bus = root / "sys/bus"
    return Facts(
        pci=tuple(_pci(folder, root) for folder in _there(bus / "pci/devices", "vendor")),
        usb=tuple(_usb(folder, root) for folder in _there(bus / "usb/devices", "idVendor") if "-" in folder.name),
        devices=tuple(_dahdi(folder) for folder in _there(bus / "dahdi_devices/devices", "type")),
        modules=frozenset(line.split()[0] for line in _text(root / "proc/modules").splitlines() if line),
        available=_available(root),
        log=kernel_log(root / "dev/kmsg"),
    )


def _pci(folder: Path, root: Path) -> PciDevice:
    return PciDevice(
        address=folder.name,
        vendor=_hex(folder / "vendor"),
        device=_hex(folder / "device"),
        subvendor=_hex(folder / "subsystem_vendor"),
        subdevice=_hex(folder / "subsystem_device"),
        device_class=_hex(folder / "class"),
        driver=_driver(folder),
        path=_path(folder, root),
    )


def _usb(folder: Path, root: Path) -> UsbDevice:
    host = next((part for part in folder.resolve().parents if re.fullmatch(r"usb\d+", part.name)), None)
    drivers = (_driver(part) for part in _folders(folder) if part.name.startswith(f"{folder.name}:"))
    return UsbDevice(
        name=folder.name,
        vendor=_hex(folder / "idVendor"),
        product=_hex(folder / "idProduct"),
        serial=_text(folder / "serial"),
        driver=next(filter(None, drivers), ""),
        controller=host.parent.name if host else "",
        port=folder.name.partition("-")[2],
        path=_path(folder, root),
    )


def _dahdi(folder: Path) -> DahdiDevice:
    # The file was renamed in DAHDI 3.1 for kernels from 4.13 on.
    lines = (_text(folder / "dahdi_spantype") or _text(folder / "spantype")).splitlines()
    types = (line.partition(":") for line in lines if ":" in line)
    return DahdiDevice(
        name=folder.name,
        manufacturer=_word(folder / "manufacturer"),
        type=_word(folder / "type"),
        hardware_id=_word(folder / "hardware_id"),
        location=_word(folder / "location"),
        types=tuple((int(local), kind) for local, _, kind in types),
        spans=tuple(_span(part) for part in _there(folder, "local_spanno") if part.name.startswith("span-")),
    )


def _span(folder: Path) -> SpanFact:
    channels = (_channel(part) for part in _there(folder, "chanpos") if part.name.startswith("dahdi!chan!"))
    return SpanFact(
        number=int(folder.name.partition("-")[2]),
        local=_number(folder / "local_spanno") or 0,
        name=_word(folder / "name"),
        description=_word(folder / "desc"),
        type=_word(folder / "spantype"),
        channels=_number(folder / "channels") or 0,
        base=_number(folder / "basechan"),
        lineconfig=_word(folder / "lineconfig"),
        linecompat=tuple(_word(folder / "linecompat").split()),
        parts=tuple(sorted(channels, key=lambda channel: channel.position)),
    )


def _channel(folder: Path) -> ChannelFact:
    return ChannelFact(
        position=_number(folder / "chanpos") or 0,
        name=_word(folder / "name"),
        capabilities=_word(folder / "sigcap"),
        echo_canceller=_word(folder / "ec_factory"),
    )


def _available(root: Path) -> frozenset[str] | None:
    release = _text(root / "proc/sys/kernel/osrelease")
    lines = _text(root / "lib/modules" / release / "modules.dep").splitlines() if release else []
    return frozenset(_module(line.partition(":")[0]) for line in lines) or None


def _module(file: str) -> str:
    return file.rpartition("/")[2].partition(".ko")[0].replace("-", "_")


def _folders(folder: Path) -> Iterator[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return
    yield from (part for part in inside if part.is_dir())


def _there(folder: Path, attribute: str) -> Iterator[Path]:
    """The devices in a folder that have the attribute: those that are going away have none any more."""
    return (part for part in _folders(folder) if _text(part / attribute))


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _word(file: Path) -> str:
    """An attribute's value; the kernel prints `(null)` for a name that a driver left out."""
    text = _text(file)
    return "" if text == "(null)" else text


def _hex(file: Path) -> str:
    return _text(file).removeprefix("0x").lower()


def _number(file: Path) -> int | None:
    text = _text(file)
    return int(text) if text.lstrip("-").isdigit() else None


def _driver(folder: Path) -> str:
    try:
        return (folder / "driver").readlink().name
    except OSError:
        return ""


def _path(folder: Path, root: Path) -> str:
    return folder.resolve().relative_to(root.resolve()).as_posix()
