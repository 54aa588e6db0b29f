"""The built-in voice: runs inside the runtime root and turns texts into telephone audio (8 kHz, 16 bit, mono).

`python3 -m image.voice FOLDER` writes `FOLDER/sounds/<language>/<key>.wav` and the music on hold.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from image import melody, texts

VOICES = {"zh": "cmn", "en": "en-us"}
WORDS_A_MINUTE = 190
AT_ONCE = 2
FORMAT = ("-r", "8000", "-c", "1", "-b", "16")
TRIM = ("silence", "-l", "1", "0.02", "0.5%", "-1", "0.4", "0.5%")
FINISH = ("gain", "-n", "-3")
SENTENCE_PAD, WORD_PAD = ("pad", "0.1", "0.2"), ("pad", "0.02", "0.04")
BEEP = ("synth", "0.4", "sine", "1000", "fade", "0.01", "0.4", "0.01", "gain", "-n", "-9")


def speak(language: str, text: str, raw: Path) -> list[str]:
    """The espeak-ng words that speak `text` into `raw` at the voice's own rate."""
    return ["espeak-ng", "-v", VOICES[language], "-s", str(WORDS_A_MINUTE), "-b", "1", "-w", str(raw), "--", text]


def finish(raw: Path, final: Path) -> list[str]:
    """The sox words for telephone audio: pauses cut to 0.4 s, peak at -3 dBFS; words follow each other closely."""
    pad = WORD_PAD if final.name.startswith(texts.WORDS) else SENTENCE_PAD
    return ["sox", "-R", str(raw), *FORMAT, str(final), "rate", "8000", *TRIM, *pad, *FINISH]


def beep(final: Path) -> list[str]:
    """The sox words for the tone before a message: 1 kHz, 0.4 s, peak at -9 dBFS."""
    return ["sox", "-R", "-n", *FORMAT, str(final), *BEEP]


def main(folder: Path) -> None:
    """Make everything below `folder`, two programs at a time; ends with their error if one fails."""
    with tempfile.TemporaryDirectory() as work, ThreadPoolExecutor(AT_ONCE) as pool:
        music = pool.submit(_music, folder, Path(work))
        jobs = [(language, key, text) for language in VOICES for key, text in texts.load(language).items()]
        made = pool.map(lambda job: _prompt(folder, Path(work), *job), jobs)
        for count, (language, key) in enumerate(made, 1):
            if count % 20 == 0 or count == len(jobs):
                print(f"{count} of {len(jobs)} prompts ({language}/{key})", flush=True)
        music.result()
    for language in VOICES:
        _run(beep(folder / "sounds" / language / "beep.wav"))


def _prompt(folder: Path, work: Path, language: str, key: str, text: str) -> tuple[str, str]:
    final = folder / "sounds" / language / f"{key}.wav"
    final.parent.mkdir(parents=True, exist_ok=True)
    raw = work / f"{language}-{key}.wav"
    _run(speak(language, text, raw))
    _run(finish(raw, final))
    return language, key


def _music(folder: Path, work: Path) -> None:
    bars = [work / f"bar{number:02}.wav" for number in range(len(melody.BARS))]
    for notes, bar in zip(melody.BARS, bars, strict=True):
        _run(melody.bar(notes, bar))
    final = folder / "moh" / "default" / "callstead.wav"
    final.parent.mkdir(parents=True)
    _run(melody.join(bars, final))


def _run(argv: Sequence[str]) -> None:
    done = subprocess.run(argv, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{argv[0]}: {done.stderr.strip() or 'failed'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
