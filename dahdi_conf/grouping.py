"""Which channels belong to which group, from the chan_dahdi.conf that `render` writes."""

from dahdi_conf import slots


def groups(text: str) -> dict[int, int]:
    """The group of each channel; a channel without one is left out, as is what cannot be read."""
    found: dict[int, int] = {}
    group = 0
    for line in text.splitlines():
        key, _, value = (part.strip() for part in line.partition(";")[0].partition("="))
        if line.startswith("["):
            group = 0
        elif key == "group":
            group = int(value) if value.isdigit() else 0
        elif key in ("dahdichan", "channel") and group:
            found |= dict.fromkeys(_channels(value), group)
    return found


def _channels(text: str) -> tuple[int, ...]:
    try:
        return slots.parse(text.removeprefix(">").strip())
    except ValueError:
        return ()
