"""Music on hold: plucked chords made by sox from the notes below, our own and free of any licence."""

from collections.abc import Sequence
from pathlib import Path

SECONDS_A_BAR = 4
BEAT = 0.5
BARS: tuple[tuple[str, ...], ...] = (
    ("C3", "G3", "E4", "B4", "G4", "E4", "D4", "G3"),
    ("A2", "E3", "C4", "G4", "E4", "C4", "B3", "E3"),
    ("F2", "C3", "A3", "E4", "C4", "A3", "G3", "C3"),
    ("G2", "D3", "B3", "E4", "D4", "B3", "A3", "D3"),
    ("C3", "G3", "E4", "D4", "G4", "E4", "C4", "G3"),
    ("E2", "B2", "G3", "D4", "B3", "G3", "E4", "B3"),
    ("A2", "E3", "C4", "E4", "G4", "E4", "C4", "E3"),
    ("F2", "C3", "A3", "G4", "E4", "C4", "A3", "C3"),
    ("D3", "A3", "F4", "C5", "A4", "F4", "E4", "A3"),
    ("G2", "D3", "F3", "B3", "D4", "F4", "B3", "D3"),
    ("E2", "B2", "G3", "D4", "E4", "G4", "D4", "B3"),
    ("A2", "E3", "C4", "G4", "A4", "G4", "E4", "C4"),
    ("D3", "A3", "F4", "A4", "C5", "A4", "F4", "A3"),
    ("G2", "D3", "B3", "F4", "D4", "B3", "A3", "G3"),
    ("C3", "G3", "E4", "G4", "D4", "E4", "C4", "G3"),
)
"""Eight eighth notes a bar, in scientific pitch; fifteen bars are a minute, and the last leads back to the first."""

FINISH = ("lowpass", "2600", "reverb", "35", "trim", "0", str(SECONDS_A_BAR * len(BARS)), "gain", "-n", "-14")


def bar(notes: Sequence[str], final: Path) -> list[str]:
    """The sox words that pluck `notes` one beat apart and let them ring to the end of the bar."""
    strings = [word for note in notes for word in ("pluck", note)]
    starts = [f"{BEAT * number:g}" for number in range(len(notes))]
    length = str(SECONDS_A_BAR)
    mix = ["remix", "-", "trim", "0", length, "fade", "h", "0.01", length, "0.15"]
    return ["sox", "-R", "-n", "-r", "8000", "-b", "16", str(final), "synth", length, *strings, "delay", *starts, *mix]


def join(bars: Sequence[Path], final: Path) -> list[str]:
    """The sox words that join bars into one quiet loop (peak at -14 dBFS), 8 kHz, 16 bit, mono."""
    names = [str(path) for path in bars]
    return ["sox", "-R", *names, "-r", "8000", "-c", "1", "-b", "16", str(final), *FINISH]
