"""udev's words about telephony hardware become ours; all others are nothing."""

import pytest

from drivers.hotplug.model import Act, Change, Part
from drivers.hotplug.words import heard


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (("dahdi_spans", "add", "span-1"), (Part.SPAN, Act.ADDED, "span-1")),
        (("dahdi_spans", "offline", "span-1"), (Part.SPAN, Act.REMOVED, "span-1")),
        (("dahdi_devices", "remove", "pci:0000:05:00.0"), (Part.DEVICE, Act.REMOVED, "pci:0000:05:00.0")),
        (("pci", "bind", "0000:05:00.0"), (Part.PCI, Act.CHANGED, "0000:05:00.0")),
        (("usb", "add", "1-3", "usb_device"), (Part.USB, Act.ADDED, "1-3")),
        (("usb", "unbind", "1-3:1.0", "usb_interface"), (Part.USB, Act.CHANGED, "1-3")),
        (("usb", "add", "1-3:1.0", "usb_interface"), None),
        (("net", "add", "eth0"), None),
        (("pci", "move", "0000:05:00.0"), None),
    ],
)
def test_a_word(word: tuple[str, ...], told: tuple[Part, Act, str] | None) -> None:
    subsystem, action, name, *kind = word
    expected = Change(*told, "/devices/x") if told else None
    assert heard(subsystem, action, name, "/devices/x", *kind) == expected
