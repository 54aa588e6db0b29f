"""A machine is stored when it says that it is ready; a program of a few lines plays QEMU."""

import sys
from pathlib import Path

import pytest

from image import stored
from image.refusal import Refused

pytestmark = pytest.mark.wire

QEMU = """
import json, pathlib, socket, sys
path = next(word for word in sys.argv if word.startswith("unix:")).removeprefix("unix:").partition(",")[0]
server = socket.create_server(path, family=socket.AF_UNIX)
print("booting", flush=True)
if "dies" in sys.argv:
    sys.exit(1)
print("lab: ready", flush=True)
link, _ = server.accept()
def tell(told):
    link.sendall(json.dumps(told).encode() + b"\\n")
tell({"QMP": {}})
for line in link.makefile():
    asked = json.loads(line)
    if "refuses" in sys.argv:
        tell({"error": {"desc": "not now"}})
        continue
    tell({"return": {}})
    if asked["execute"] == "migrate":
        tell({"event": "STOP", "data": {}})
        tell({"event": "MIGRATION", "data": {"status": "active"}})
        if "full" not in sys.argv:
            pathlib.Path(asked["arguments"]["uri"].partition(">")[2]).write_text("all of it")
        tell({"event": "MIGRATION", "data": {"status": "failed" if "full" in sys.argv else "completed"}})
    if asked["execute"] == "quit":
        break
"""


def stored_by(folder: Path, *how: str) -> list[str]:
    """What was shown of the machine's console."""
    shown: list[str] = []
    stored.store([sys.executable, "-c", QEMU, *how], folder, shown.append)
    return shown


def test_a_machine_is_stored_when_it_is_ready(tmp_path: Path) -> None:
    assert stored_by(tmp_path) == ["booting", "lab: ready"]
    assert (tmp_path / stored.MEMORY).read_text() == "all of it"
    assert stored.incoming(tmp_path) == ("-incoming", f"exec:cat {tmp_path}/memory")


@pytest.mark.parametrize(
    ("how", "why"), [("dies", "ended before"), ("refuses", "not now"), ("full", "could not write it out")]
)
def test_one_that_cannot_be_stored_is_refused(tmp_path: Path, how: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        stored_by(tmp_path, how)
