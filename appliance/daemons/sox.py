"""The audio tools: sox and espeak-ng of the runtime root, walled off, because files come from outside."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from appliance.contact.prompts.errors import SoundDamaged
from appliance.contact.prompts.model import Kind

LIMIT = 60
TELEPHONE = ("-r", "8000", "-c", "1", "-b", "16", "-e", "signed-integer")
EDGE = ("silence", "1", "0.02", "-55d")
ENDS = (*EDGE, "reverse", *EDGE, "reverse", "pad", "0.1", "0.2")
CEILING = 1.0
"""dB below full scale at which the limiter holds peaks."""
SHORTEST_MEASURED = 0.4
"""Seconds: the block of ITU-R BS.1770; a shorter sound is measured repeated."""
COMPLAINTS = ("premature EOF", "recoverable MAD error", "lost sync")


class SoxTools:
    """Tools. `box` are the words that run a program of the root; `{work}` in them stands for its folder."""

    def __init__(self, box: Sequence[str], work: Path) -> None:
        self._box, self._work = box, work

    def decode(self, data: bytes, kind: Kind, seconds: int) -> bytes:
        words = ["-t", kind.value, "in", "-t", "wav", "-b", "16", "-e", "signed-integer", "out", "trim", "0"]
        return self._converted(data, [*words, str(seconds)])

    def telephone(self, wav: bytes) -> bytes:
        return self._converted(wav, ["-G", "-t", "wav", "in", "-t", "wav", *TELEPHONE, "out", "rate", "8000", *ENDS])

    def amplify(self, wav: bytes, decibels: float) -> bytes:
        level = ("gain", "-l", f"{decibels + CEILING:.2f}", "gain", f"-{CEILING}")
        return self._converted(wav, ["-t", "wav", "in", "-t", "wav", *TELEPHONE, "out", *level])

    def loudness(self, wav: bytes) -> float | None:
        with self._folder(wav) as name:
            told = json.loads(self._told(Path(name)))
            if told["length"] < SHORTEST_MEASURED:
                told = json.loads(self._told(Path(name), "repeat", "9"))
        found = told.get("ebur128_integrated")
        return None if found is None else float(found)

    def speak(self, text: str, voice: str, speed: int) -> bytes:
        with self._folder(b"") as name:
            folder = Path(name)
            (folder / "text").write_text(text, "utf-8")
            words = ["espeak-ng", "-v", voice, "-s", str(speed), "-b", "1", "-f", "text", "-w", "out"]
            self._run(folder, words)
            return self._read(folder)

    def _converted(self, data: bytes, words: Sequence[str]) -> bytes:
        with self._folder(data) as name:
            said = self._run(Path(name), ["sox", "-R", *words])
            if any(complaint in said for complaint in COMPLAINTS):
                raise SoundDamaged(problem=_line(said))
            return self._read(Path(name))

    def _told(self, folder: Path, *effects: str) -> str:
        return self._run(folder, ["sox", "-t", "wav", "in", "-n", *effects, "stat", "-e", "-j"])

    def _folder(self, data: bytes) -> tempfile.TemporaryDirectory[str]:
        self._work.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(dir=self._work)
        (Path(folder.name) / "in").write_bytes(data)
        return folder

    def _run(self, folder: Path, words: Sequence[str]) -> str:
        """What the program says on either stream; raises SoundDamaged when it fails or hangs."""
        command = [word.replace("{work}", str(folder)) for word in self._box] + list(words)
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=LIMIT,
                cwd=folder,
                check=False,
            )
        except subprocess.TimeoutExpired as fault:
            raise SoundDamaged(problem=f"{words[0]}: {LIMIT} s") from fault
        said = done.stdout.decode("utf-8", "replace")
        if done.returncode:
            raise SoundDamaged(problem=_line(said))
        return said

    def _read(self, folder: Path) -> bytes:
        out = folder / "out"
        if not out.exists():
            raise SoundDamaged(problem="out")
        return out.read_bytes()


def _line(said: str) -> str:
    """The last line of what a program said, without its own name for the file."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else ""
