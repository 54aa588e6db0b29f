"""A real Asterisk in a bubblewrap sandbox, fed with a rendered configuration."""

import math
import os
import signal
import struct
import subprocess
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from appliance.telephony.config import places
from image import root, sandbox

CONFIG_FILE = f"{places.CURRENT}/asterisk.conf"
READY = "Asterisk Ready."
START_SECONDS = 30.0
PROMPT_HERTZ, MUSIC_HERTZ = 440, 620
PROMPTS = ("no-agent-sorry", "number-unknown", "code-unavailable")


def runtime_root() -> Path:
    """The root file system with Asterisk and SIPp: CALLSTEAD_ROOT, or the one that `image` builds."""
    given = os.environ.get("CALLSTEAD_ROOT")
    return Path(given) if given else root.ready()


class AsteriskServer:
    """One Asterisk. `folder` holds config/ (as `apply` leaves it), tls/, and what Asterisk writes itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config"
        self.tls = folder / "tls"
        self.spool = folder / "spool"
        self._lines: list[str] = []
        self._grown = threading.Condition()
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Return when Asterisk is ready; RuntimeError with its log when it is not in time."""
        for name in ("config", "tls", "lib", "memory", "spool/monitor", "log", "run", "sounds"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._lines = []
        command = self._command("asterisk", "-f", "-C", CONFIG_FILE)
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()
        if not self.wait_for(READY, START_SECONDS):
            self.kill()
            raise RuntimeError(f"Asterisk did not become ready:\n{self.log}")

    def kill(self) -> None:
        """SIGKILL: what a crash looks like to everybody else. Returns when the process is gone."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
        if self._reader:
            self._reader.join(10)

    @property
    def pid(self) -> int:
        """The sandbox's process; Asterisk dies with it."""
        if not self._process:
            raise RuntimeError("Asterisk was not started")
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> str:
        """All that Asterisk has printed since its start."""
        with self._grown:
            return "".join(self._lines)

    def complaints(self) -> list[str]:
        """The lines of the log that warn of something or report an error."""
        return [line for line in self.log.splitlines() if "WARNING" in line or "ERROR" in line]

    def wait_for(self, text: str, seconds: float, *, after: int = 0) -> bool:
        """Whether the log, from character `after` on, comes to hold `text` within the limit."""
        with self._grown:
            return self._grown.wait_for(lambda: text in "".join(self._lines)[after:] or self._over(), seconds) and (
                text in "".join(self._lines)[after:]
            )

    def cli(self, command: str) -> str:
        """What Asterisk's own console answers to `command`."""
        line = self._command("asterisk", "-C", CONFIG_FILE, "-rx", command)
        done = subprocess.run(line, capture_output=True, text=True, timeout=20, check=True)
        return done.stdout

    def _over(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            with self._grown:
                self._lines.append(line)
                self._grown.notify_all()
        with self._grown:
            self._grown.notify_all()

    def _command(self, *argv: str) -> list[str]:
        data, folder = sounds(self.folder), self.folder
        read_only = {
            self.config: places.CONFIG,
            self.tls: places.TLS,
            data / "sounds": f"{places.SOUNDS_DATA}/sounds",
            data / "moh": f"{places.SOUNDS_DATA}/moh",
            runtime_root() / places.DOCUMENTATION[1:]: f"{places.SOUNDS_DATA}/documentation",
        }
        writable = {
            folder / "lib": places.LIBRARY,
            folder / "memory": places.MEMORY,
            self.spool: places.SPOOL,
            folder / "log": places.LOG,
            folder / "run": places.RUN,
        }
        return sandbox.command(runtime_root(), argv, read_only=read_only, writable=writable)


@contextmanager
def running(folder: Path) -> Iterator[AsteriskServer]:
    """An Asterisk that is ready on entry and gone on exit."""
    server = AsteriskServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def sounds(folder: Path) -> Path:
    """Asterisk's sound data: CALLSTEAD_SOUNDS, or tones made here (440 Hz prompts, 620 Hz music)."""
    given = os.environ.get("CALLSTEAD_SOUNDS")
    if given:
        return Path(given)
    made = folder / "sounds"
    for language in ("zh", "en"):
        for prompt in PROMPTS:
            tone(made / "sounds" / language / f"{prompt}.wav", PROMPT_HERTZ, 1.0)
    tone(made / "moh" / "default" / "music.wav", MUSIC_HERTZ, 2.0)
    return made


def tone(path: Path, hertz: int, seconds: float, rate: int = 8000) -> None:
    """A mono 16-bit WAV with a sine at half of full scale; kept when it is there."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = (int(16000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(int(seconds * rate)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
