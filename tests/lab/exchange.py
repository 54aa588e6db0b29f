"""An Asterisk of the tests' own on a span of the loop; what it says is waited for."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import numpy as np

from appliance.settings import Asterisk, Secret
from appliance.telephony.ami.client import AmiClient
from dahdi_conf.diagnosis import g711
from dahdi_conf.diagnosis.sound import RATE
from drivers.simulated.sip import speech

LIMIT = 60.0
READY = "Asterisk Ready"
CARRIER = Path(__file__).parent / "carrier"
TONE, VOICE = 1062.5, 862.5
"""Of a caller, and of who is at a telephone. Not 1000 Hz: a slip of a chunk of DAHDI (1 ms) is not heard there."""
MANAGER = Asterisk(ari_password=Secret("of-the-exchange"), manager_port=5041)


class Exchange:
    """Runs configurations of this folder, of which later ones go before, from when it is ready to the block's end."""

    def __init__(self, folder: Path, *configurations: Path) -> None:
        for configuration in configurations:
            shutil.copytree(configuration, folder, dirs_exist_ok=True)
        for name, octets in _tones():
            (folder / f"{name}.alaw").write_bytes(octets)
        for file in folder.glob("*.conf"):
            text = file.read_text("utf-8").replace("ETC", str(folder))
            for name in ("tone", "voice"):
                text = text.replace(name.upper(), str(folder / name))
            file.write_text(text, "utf-8")
        self._folder = folder
        self._words = ["-C", str(folder / "asterisk.conf")]
        self._said, self._grown = list[str](), threading.Condition()

    def set_up(self, name: str, old: str, new: str) -> None:
        """Have the exchange set up otherwise from its next start on: `new` instead of `old` in one of its files."""
        file = self._folder / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    def start(self) -> None:
        """Return when it is ready; after `stop` it starts anew."""
        ready = self.said(READY)
        command = ["asterisk", "-f", "-n", "-vvv", *self._words]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        try:
            self.until(READY, ready + 1)
        except AssertionError:
            self.stop()
            raise

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(LIMIT)
        self._reader.join(LIMIT)

    def until(self, text: str, times: int = 1, limit: float = LIMIT) -> str:
        """The line with `text` in it, as many as are asked for; the last of them."""
        with self._grown:
            assert self._grown.wait_for(lambda: len(self._find(text)) >= times, limit), "".join(self._said)
            return self._find(text)[times - 1]

    def all(self) -> str:
        """Every line up to now."""
        with self._grown:
            return "".join(self._said)

    def said(self, text: str) -> int:
        """How many lines had it up to now."""
        with self._grown:
            return len(self._find(text))

    def hang_up(self, start: str, left_with: str = "gone") -> None:
        """The one on that channel hangs up: an analog line then carries the exchange's busy tone, or what else."""
        self.cli(f"channel redirect {self.channel(start)} {left_with},s,1")

    def on_hook(self, start: str = "") -> None:
        """The one on that channel goes on the hook, or everybody does."""
        self.cli(f"channel request hangup {self.channel(start) if start else 'all'}")

    def channel(self, start: str) -> str:
        """The name of the one channel that begins so."""
        names = [line.partition("!")[0] for line in self.cli("core show channels concise").splitlines()]
        (name,) = (name for name in names if name.startswith(start))
        return name

    def cli(self, command: str) -> str:
        return subprocess.run(
            ["asterisk", *self._words, "-rx", command], capture_output=True, text=True, check=True, timeout=LIMIT
        ).stdout

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            with self._grown:
                self._said.append(line)
                self._grown.notify_all()

    def _find(self, text: str) -> list[str]:
        return [line for line in self._said if text in line]


async def call(number: str, caller: str, *, key: str = "", group: int = 1, says: str = "talk") -> None:
    """The carrier's exchange brings a call to `number`; the caller presses `key` and says the tone, or the `voice`."""
    await AmiClient(MANAGER, LIMIT).do(
        "Originate",
        **{"Channel": f"DAHDI/g{group}/{number}", "CallerID": caller, "Context": says, "Exten": "s", "Priority": "1"},
        **{"Async": "true", "Timeout": "60000", "Variable": f"KEY={key}"},
    )


async def pick_up(digits: str) -> None:
    """The person at a telephone takes it off the hook, as soon as it is free, and dials; then says the other tone."""
    await AmiClient(MANAGER, LIMIT).do(
        "Originate",
        **{"Channel": f"Local/{digits}@lifted", "Context": "lifted", "Exten": "gone", "Priority": "1"},
        **{"Async": "true", "Timeout": "60000"},
    )


async def dial_on(channel: str, digits: str) -> None:
    """The rest of a number comes digit by digit (overlap): libpri keeps them until the box has asked for more."""
    for digit in digits:
        await AmiClient(MANAGER, LIMIT).do("PlayDTMF", Channel=channel, Digit=digit)


def _tones() -> Iterator[tuple[str, bytes]]:
    """The exchange's tones for ten seconds, without the head of the WAV; one at -40 dBm0; one in the wrong law."""
    for name, hertz in (("tone", TONE), ("voice", VOICE)):
        whole = speech.tone(hertz, 10.0)
        yield name, whole[whole.index(b"data") + 8 :]
    sine = np.sin(2 * np.pi * TONE / RATE * np.arange(10 * RATE))
    yield "low", g711.coded(sine * g711.FULL * 10 ** ((-40 - g711.CLIP) / 20))
    loud = sine * g711.FULL * 10 ** ((-10 - g711.CLIP) / 20)
    yield "mulaw", g711.coded(loud, g711.MU_LAW)
