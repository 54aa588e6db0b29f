"""Which channels belong to which group or telephone, from the chan_dahdi.conf that `render` writes."""

from collections.abc import Iterator

from dahdi_conf import slots
from dahdi_conf.render.asterisk import PHONE_VARIABLE

SECTION = "[]"


def groups(text: str) -> dict[int, int]:
    """The group of each channel; a channel without one is left out, as is what cannot be read."""
    found: dict[int, int] = {}
    group = 0
    for key, value in _settings(text):
        if key == SECTION:
            group = 0
        elif key == "group":
            group = int(value) if value.isdigit() else 0
        elif key in ("dahdichan", "channel") and group:
            found |= dict.fromkeys(_channels(value), group)
    return found


def telephones(text: str) -> dict[str, int]:
    """The channel of each telephone, by its number."""
    found: dict[str, int] = {}
    number = ""
    for key, value in _settings(text):
        if key == SECTION:
            number = ""
        elif key == "setvar" and value.startswith(f"{PHONE_VARIABLE}="):
            number = value.partition("=")[2]
        elif key == "dahdichan" and number:
            found |= zip([number], _channels(value), strict=False)
    return found


def _settings(text: str) -> Iterator[tuple[str, str]]:
    """Each setting with its value; without a name where a section begins."""
    for line in text.splitlines():
        key, _, value = (part.strip() for part in line.partition(";")[0].partition("="))
        if line.startswith("["):
            yield SECTION, ""
        elif key:
            yield key, value


def _channels(text: str) -> tuple[int, ...]:
    try:
        return slots.parse(text.removeprefix(">").strip())
    except ValueError:
        return ()
