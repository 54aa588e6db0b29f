"""The audio tools: sox and espeak-ng of the runtime root, walled off, because files come from outside."""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from appliance.contact.prompts.errors import SoundDamaged
from appliance.contact.prompts.model import Kind

LIMIT = 60
TELEPHONE = ("-r", "8000", "-c", "1", "-b", "16", "-e", "signed-integer")
EDGE = ("silence", "1", "0.02", "-60d")
ENDS = (*EDGE, "reverse", *EDGE, "reverse", "pad", "0.1", "0.2")
SHORTEST_MEASURED = 0.4
"""Seconds: the block of ITU-R BS.1770; a shorter sound is measured repeated."""
LENGTH = re.compile(r"Length \(seconds\): +([\d.]+)")
INTEGRATED = re.compile(r"EBUR128 Integrated: +(-?[\d.]+)")
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

    def mp3(self, wav: bytes) -> bytes:
        """A small file that every mail program plays."""
        return self._converted(wav, ["-t", "wav", "in", "-t", "mp3", "-C", "32", "out"])

    def loudness(self, wav: bytes) -> float | None:
        with self._folder(wav) as name:
            told = self._told(Path(name))
            if (_number(LENGTH, told) or 0) < SHORTEST_MEASURED:
                told = self._told(Path(name), "repeat", "9")
        return _number(INTEGRATED, told)

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
        return self._run(folder, ["sox", "-t", "wav", "in", "-n", *effects, "stat", "-e"])

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


def _number(what: re.Pattern[str], told: str) -> float | None:
    found = what.search(told)
    return float(found[1]) if found else None
