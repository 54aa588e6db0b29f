"""The engine: Whisper models in CTranslate2's format, by faster-whisper, on the processor alone."""

from collections.abc import Iterator
from pathlib import Path

from faster_whisper import WhisperModel

from appliance.daemons.recogniser.sound import Samples

PROMPTS = {"zh": "以下是普通话的电话录音。"}
"""Without it Chinese may come in traditional characters."""
Spoken = tuple[str, int, int, float]


class Whisper:
    """One model of a folder; nothing is looked for outside of it."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._model = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )

    @property
    def multilingual(self) -> bool:
        return bool(self._model.model.is_multilingual)

    def lines(self, samples: Samples, language: str) -> Iterator[list[Spoken]]:
        """Words with their times in milliseconds, breath by breath; silence is left out before it is listened to."""
        segments, _ = self._model.transcribe(
            samples,
            language=language,
            word_timestamps=True,
            condition_on_previous_text=False,
            vad_filter=True,
            initial_prompt=PROMPTS.get(language),
        )
        for segment in segments:
            yield [
                (word.word, round(word.start * 1000), round(word.end * 1000), float(word.probability))
                for word in segment.words or ()
            ]
