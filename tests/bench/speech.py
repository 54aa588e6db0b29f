"""How well and how fast speech is recognised: the built-in voice at telephone quality, against the texts it speaks.

The baseline of the time is that of the audio.
"""

import asyncio
import io
import time
import tomllib
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from appliance.contact.speech.phrases import plain
from appliance.contact.speech.ports import Heard
from appliance.daemons.jobs.speech.engine import EngineProcess
from image import sounds
from tests.bench.figure import Figure, Goal
from tests.servers import speech_model
from tests.servers.asterisk import runtime_root

PROMPTS = ("welcome", "invalid-key", "no-input", "closed", "all-busy-hold", "privacy-notice")
TEXTS = Path("image/prompts")
MOST_WRONG = {"en": 40.0, "zh": 100.0}
"""Per cent of the words or characters; the built-in Chinese voice is a rough one."""


def measure(folder: Path) -> list[Figure]:
    """`folder` is not needed: audio goes by pipe."""
    return [figure for language in ("en", "zh") for figure in asyncio.run(_language(language))]


async def _language(language: str) -> list[Figure]:
    texts = tomllib.loads((TEXTS / f"{language}.toml").read_text("utf-8"))
    engine = EngineProcess(lambda _: speech_model.folder(), lambda: 1)
    wrong = units = 0
    spent = heard = 0.0
    try:
        await engine.lines("base", Heard(_two_sided(language, PROMPTS[0])[0], language, None, 0, ()))
        for name in PROMPTS:
            wav, seconds = _two_sided(language, name)
            began = time.monotonic()
            lines = await engine.lines("base", Heard(wav, language, None, 0, ()))
            spent, heard = spent + time.monotonic() - began, heard + seconds
            wanted, found = _units(texts[name]), _units(" ".join(line.text for line in lines))
            wrong, units = wrong + _distance(wanted, found), units + len(wanted)
    finally:
        await engine.close()
    return [
        Figure(f"speech.{language}.error", 100 * wrong / units, "%", Goal(most=MOST_WRONG[language])),
        Figure(f"speech.{language}.time", spent, "s", Goal(ratio_most=1.0), heard),
    ]


def _two_sided(language: str, name: str) -> tuple[bytes, float]:
    """The prompt on the left, silence on the right, and its seconds."""
    with wave.open(str(sounds.ready(runtime_root()) / "sounds" / language / f"{name}.wav")) as file:
        mono = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        rate = file.getframerate()
    samples, made = np.zeros((len(mono), 2), "<i2"), io.BytesIO()
    samples[:, 0] = mono
    with wave.open(made, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples.tobytes())
    return made.getvalue(), len(mono) / rate


def _units(text: str) -> Sequence[str]:
    """Words, or characters where there are none."""
    return [plain(word) for word in text.split() if plain(word)] if text.isascii() else list(plain(text))


def _distance(wanted: Sequence[str], found: Sequence[str]) -> int:
    """The fewest words put in, left out or changed (Levenshtein)."""
    row = list(range(len(found) + 1))
    for number, word in enumerate(wanted, 1):
        previous, row = row, [number]
        for at, other in enumerate(found, 1):
            row.append(min(previous[at] + 1, row[at - 1] + 1, previous[at - 1] + (word != other)))
    return row[-1]
