"""From udev's words to ours."""

from drivers.hotplug.model import Act, Change, Part

PARTS = {part.value: part for part in Part}
ACTS = {
    "add": Act.ADDED,
    "remove": Act.REMOVED,
    "change": Act.CHANGED,
    "bind": Act.CHANGED,
    "unbind": Act.CHANGED,
    "online": Act.ADDED,
    "offline": Act.REMOVED,
}
"""A span that loses its number goes offline before it is removed (dahdi-sysfs.c, span_sysfs_remove)."""


def heard(subsystem: str, action: str, name: str, path: str, kind: str = "") -> Change | None:
    """The change that a word tells of, None for one about something else; `kind` is udev's DEVTYPE.

    USB tells of each interface too: a device is one thing for us, but a driver binds to its interface.
    """
    part, act = PARTS.get(subsystem), ACTS.get(action)
    if part is None or act is None:
        return None
    if kind == "usb_interface":
        return Change(part, Act.CHANGED, name.partition(":")[0], path) if action in ("bind", "unbind") else None
    return Change(part, act, name, path)
