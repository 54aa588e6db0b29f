"""Two E1 spans wired to each other, of DAHDI's own driver for that."""

import subprocess
from pathlib import Path

SYSTEM = Path("/etc/dahdi/system.conf")
WIRED = "dynamic=loc,1:0,31,0\ndynamic=loc,1:1,31,0\n"
CHANNELS = "bchan=1-15,17-31\ndchan=16\nbchan=32-46,48-62\ndchan=47\nloadzone=cn\ndefaultzone=cn\n"


def wire() -> None:
    """Span 1 has channels 1-31, span 2 32-62; D-channels 16 and 47.

    Made and configured in two passes: in one, DAHDI knows no channels yet to configure.
    """
    subprocess.run(["modprobe", "dahdi", "auto_assign_spans=1"], check=True)
    subprocess.run(["modprobe", "dahdi_dynamic_loc"], check=True)
    for text in (WIRED, WIRED + CHANNELS):
        SYSTEM.write_text(text, "utf-8")
        subprocess.run(["dahdi_cfg"], check=True)
