"""`python -m appliance.daemons.recogniser FOLDER THREADS`: recordings in, words out, until the input ends.

In: a line of JSON (`bytes`, `language`), then so many bytes of WAV, again and again. Out: first `multilingual`, then
for each recording a line of JSON per breath (`side`, `words`), last `end`; `error` and the end of it all otherwise.
Audio comes by pipe and lies nowhere.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from appliance.daemons.recogniser.sound import sides
from appliance.daemons.recogniser.whisper import Whisper

LOWEST = 19


def main(folder: Path, threads: int) -> int:
    os.nice(LOWEST)
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        engine = Whisper(folder, threads)
        _say(multilingual=engine.multilingual)
        while request := sys.stdin.buffer.readline():
            asked = json.loads(request)
            _recording(engine, sys.stdin.buffer.read(asked["bytes"]), asked["language"])
    except Exception as fault:
        # Whoever started us tells it to a person.
        _say(error=f"{type(fault).__name__}: {fault}")
        return 1
    return 0


def _recording(engine: Whisper, wav: bytes, language: str) -> None:
    for side, samples in enumerate(sides(wav)):
        for words in engine.lines(samples, language):
            if words:
                _say(side=side, words=words)
    _say(end=True)


def _say(**values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
