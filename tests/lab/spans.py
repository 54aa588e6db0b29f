"""E1 spans wired to each other, two and two, of DAHDI's own driver for that."""

import subprocess
import tempfile
from pathlib import Path

SYSTEM = Path("/etc/dahdi/system.conf")
WIRED = "dynamic=loc,1:0,31,0\ndynamic=loc,1:1,31,0\n"
CHANNELS = "bchan=1-15,17-31\ndchan=16\nbchan=32-46,48-62\ndchan=47\nloadzone=cn\ndefaultzone=cn\n"
TWICE = WIRED + "dynamic=loc,2:0,31,0\ndynamic=loc,2:1,31,0\n"
FAR = "bchan=32-46,48-62\ndchan=47\nbchan=94-108,110-124\ndchan=109\nloadzone=cn\ndefaultzone=cn\n"


def wire() -> None:
    """Span 1 has channels 1-31, span 2 32-62; D-channels 16 and 47.

    Made and configured in two passes: in one, DAHDI knows no channels yet to configure.
    """
    _drivers()
    for text in (WIRED, WIRED + CHANNELS):
        SYSTEM.write_text(text, "utf-8")
        subprocess.run(["dahdi_cfg"], check=True)


def bare() -> None:
    """Spans 1 and 3 as a box finds those of a new card, nothing configured; 2 and 4 are the carrier's, and are."""
    _drivers()
    SYSTEM.unlink(missing_ok=True)
    for text in (TWICE, FAR):
        configure(text)


def configure(text: str) -> None:
    """What a system.conf says, of any spans."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".conf") as file:
        file.write(text)
        file.flush()
        subprocess.run(["dahdi_cfg", "-c", file.name], check=True)


def _drivers() -> None:
    subprocess.run(["modprobe", "dahdi", "auto_assign_spans=1"], check=True)
    subprocess.run(["modprobe", "dahdi_dynamic_loc"], check=True)
