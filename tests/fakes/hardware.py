"""Machines as text: a few lines for each card become a tree of /sys, /proc and /dev as the kernel would show it.

modules NAME...              loaded modules
available NAME...            modules that lie in the file system for this kernel (left out: nothing is known)
pci ADDRESS IDS CLASS DRIVER UNDER      IDS is vendor:device/subvendor:subdevice; DRIVER `-` is none;
                             UNDER is where it hangs, such as `pci0000:00/0000:00:1c.4`
usb NAME IDS SERIAL DRIVER UNDER        UNDER is the PCI path of its controller
dahdi NAME | MAKER | TYPE | HARDWARE ID | LOCATION        below the card named last; `dynamic:...` stands alone
  types 1:E1 2:E1            every span of it
  span NUMBER LOCAL TYPE CHANNELS@BASE LINECONFIG LINECOMPAT | NAME | DESCRIPTION     (`-` for nothing)
    ports FXO FXS - OUT IN   of that span; digital spans need none
    echo NAME                of all its channels
log TEXT                     a line of the kernel's log; `log unreadable` takes the log away
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

RELEASE = "7.2.12-amd64"
CAPABILITIES = {
    "FXO": "FXSLS FXSKS E&M Clear",
    "FXS": "FXOLS FXOKS FXOGS E&M SF (ToneOnly)",
    "OUT": "FXOLS FXOKS",
    "IN": "FXOLS FXOKS",
    "DIGITAL": "E&M Clear HDLCRAW HDLCFCS HDLCNET Slave CAS DACS MTP2",
    "LOOP": "FXSLS FXSGS FXSKS FXOLS FXOGS FXOKS E&M Clear SF (ToneOnly) CAS DACS+RBS",
    "-": "",
}


@dataclass
class _Tree:
    root: Path
    card: Path = field(default_factory=Path)
    device: Path = field(default_factory=Path)
    span: Path = field(default_factory=Path)
    log: list[str] | None = field(default_factory=list)

    def files(self, folder: Path, **values: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in values.items():
            (folder / name).write_text(f"{value}\n", "utf-8")

    def link(self, bus: str, target: Path) -> None:
        name = self.root / "sys/bus" / bus / "devices" / target.name
        name.parent.mkdir(parents=True, exist_ok=True)
        name.symlink_to(os.path.relpath(target, name.parent))

    def bind(self, folder: Path, bus: str, driver: str) -> None:
        if driver != "-":
            target = self.root / "sys/bus" / bus / "drivers" / driver
            target.mkdir(parents=True, exist_ok=True)
            (folder / "driver").symlink_to(os.path.relpath(target, folder))


def build(text: str, root: Path) -> Path:
    """Writes the machine that `text` describes below `root`, which is given back."""
    tree = _Tree(root)
    for folder in ("sys/bus/pci/devices", "sys/bus/usb/devices", "proc", "dev"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for line in text.splitlines():
        word, _, rest = line.split("#!")[0].strip().partition(" ")
        if word and not word.startswith("#"):
            WORDS[word](tree, rest.strip())
    if tree.log is not None:
        records = (f"6,{number},{number}000,-;{line}\n SUBSYSTEM=pci\n" for number, line in enumerate(tree.log))
        (root / "dev/kmsg").write_text("".join(records), "utf-8")
    return root


def _modules(tree: _Tree, rest: str) -> None:
    lines = (f"{name} 98304 1 - Live 0x0000000000000000 (OE)\n" for name in rest.split())
    (tree.root / "proc/modules").write_text("".join(lines), "utf-8")


def _available(tree: _Tree, rest: str) -> None:
    tree.files(tree.root / "proc/sys/kernel", osrelease=RELEASE)
    lines = (f"updates/dkms/{name}.ko.xz: updates/dkms/dahdi.ko.xz" for name in rest.split())
    tree.files(tree.root / "lib/modules" / RELEASE, **{"modules.dep": "\n".join(lines)})


def _pci(tree: _Tree, rest: str) -> None:
    address, ids, device_class, driver, under = rest.split()
    main, sub = (part.split(":") for part in ids.split("/"))
    names = ("vendor", "device", "subsystem_vendor", "subsystem_device", "class")
    values = (*main, *sub, f"{device_class}00")
    tree.card = tree.root / "sys/devices" / under / address
    tree.files(tree.card, **{name: f"0x{value}" for name, value in zip(names, values, strict=True)})
    tree.link("pci", tree.card)
    tree.bind(tree.card, "pci", driver)


def _usb(tree: _Tree, rest: str) -> None:
    name, ids, serial, driver, under = rest.split()
    vendor, product = ids.split(":")
    host = tree.root / "sys/devices" / under / f"usb{name.partition('-')[0]}"
    tree.card = host / name
    tree.files(tree.card, idVendor=vendor, idProduct=product, **({"serial": serial} if serial != "-" else {}))
    tree.files(tree.card / f"{name}:1.0", bInterfaceClass="ff")
    tree.link("usb", tree.card)
    tree.bind(tree.card / f"{name}:1.0", "usb", driver)


def _dahdi(tree: _Tree, rest: str) -> None:
    name, maker, type, hardware_id, location = (part.strip() for part in rest.split("|"))
    above = tree.root / "sys/devices" if name.startswith("dynamic:") else tree.card
    tree.device = above / ("xbus-00" if name.startswith("astribanks:") else "") / name
    tree.files(tree.device, manufacturer=maker, type=type, hardware_id=hardware_id, location=location)
    tree.link("dahdi_devices", tree.device)


def _types(tree: _Tree, rest: str) -> None:
    tree.files(tree.device, dahdi_spantype="\n".join(rest.split()), span_count=str(len(rest.split())))


def _span(tree: _Tree, rest: str) -> None:
    facts, name, description = (part.strip() for part in rest.split("|"))
    number, local, type, size, config, compat = facts.replace(",", " ").split(None, 5)
    channels, _, base = size.partition("@")
    tree.span = tree.device / f"span-{number}"
    tree.files(tree.span, name=name, desc=description, spantype=type, local_spanno=local, alarms="0x0")
    tree.files(tree.span, channels=channels, basechan=base, lineconfig=config.replace("-", ""))
    tree.files(tree.span, linecompat=compat.replace("-", ""), syncsrc="0", lbo="0")
    for position in range(1, int(channels) + 1):
        _channel(tree, position, "LOOP" if type == "DYNAMIC" else "DIGITAL" if compat != "-" else "-")


def _channel(tree: _Tree, position: int, kind: str) -> None:
    number, base = (tree.span.name.partition("-")[2], (tree.span / "basechan").read_text().strip())
    folder = tree.span / f"dahdi!chan!{int(number):03}!{position:03}"
    prefix = {"OUT": "XPP_OUT", "IN": "XPP_IN"}.get(kind, "CHAN")
    tree.files(folder, chanpos=str(position), channo=str(int(base) + position - 1), name=f"{prefix}/{position}")
    tree.files(folder, sigcap=CAPABILITIES[kind], ec_factory="")


def _ports(tree: _Tree, rest: str) -> None:
    for position, kind in enumerate(rest.split(), 1):
        _channel(tree, position, kind)


def _echo(tree: _Tree, rest: str) -> None:
    for folder in tree.span.glob("dahdi!chan!*"):
        tree.files(folder, ec_factory=rest)


def _log(tree: _Tree, rest: str) -> None:
    if rest == "unreadable":
        tree.log = None
    elif tree.log is not None:
        tree.log.append(rest)


WORDS = {
    "modules": _modules,
    "available": _available,
    "pci": _pci,
    "usb": _usb,
    "dahdi": _dahdi,
    "types": _types,
    "span": _span,
    "ports": _ports,
    "echo": _echo,
    "log": _log,
}
