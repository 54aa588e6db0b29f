"""The command that runs Asterisk in the runtime root, walled off from the machine around it."""

import os
from pathlib import Path

from appliance.system import memory
from appliance.system.paths import Paths
from appliance.telephony.config import places
from image import sandbox

LINES = "/dev/dahdi"
CONFIG_FILE = f"{places.CURRENT}/asterisk.conf"


def folders(paths: Paths) -> tuple[Path, ...]:
    """What must exist before the first start."""
    sounds = (paths.spool, paths.dictated, paths.messages, paths.faxes, paths.faxes_out, paths.sounds, paths.music)
    return (paths.asterisk_config, paths.tls, *sounds, *(paths.asterisk / name for name in ("lib", "log", "run")))


def command(root: Path, sounds: Path, paths: Paths) -> list[str]:
    """Asterisk in the foreground: root read-only, its own folders writable, no capabilities, no device but lines."""
    read_only = {
        paths.asterisk_config: places.CONFIG,
        paths.tls: places.TLS,
        paths.sounds: f"{places.SOUNDS_DATA}/sounds",
        paths.music: places.OWN_MUSIC,
        sounds / "sounds": places.BUILT_IN_SOUNDS,
        sounds / "moh": f"{places.SOUNDS_DATA}/moh",
        root / places.DOCUMENTATION.lstrip("/"): f"{places.SOUNDS_DATA}/documentation",
    }
    writable = {
        paths.asterisk / "lib": places.LIBRARY,
        memory.folder(paths): places.MEMORY,
        paths.asterisk / "spool": places.SPOOL,
        paths.asterisk / "log": places.LOG,
        paths.asterisk / "run": places.RUN,
    }
    argv = ("asterisk", "-f", "-C", CONFIG_FILE)
    return [*_of_the_lines(), *sandbox.command(root, argv, read_only=read_only, writable=writable, devices=(LINES,))]


def _of_the_lines(control: Path = Path(LINES) / "ctl") -> list[str]:
    """Makes root, which has no capabilities in the sandbox, a member of the group that may open DAHDI's devices."""
    if os.geteuid() != 0 or not control.exists():
        return []
    return ["setpriv", "--groups", str(control.stat().st_gid), "--"]


def tools(root: Path) -> list[str]:
    """What runs sox and espeak-ng in the same root: without network, and with nothing but their work folder."""
    return sandbox.command(root, (), read_only={}, writable={Path("{work}"): "{work}"}, network=False, folder="{work}")


def sipp(root: Path, work: Path) -> list[str]:
    """SIPp in the same root; what it reads and writes lies in `work`, at the same place inside."""
    return sandbox.command(root, ("sipp",), read_only={}, writable={work: str(work)}, folder=str(work))
