from collections.abc import Iterable
from typing import Any

class Word:
    word: str
    start: float
    end: float
    probability: float

class Segment:
    words: list[Word] | None

class WhisperModel:
    model: Any
    def __init__(
        self,
        model_size_or_path: str,
        *,
        device: str = ...,
        compute_type: str = ...,
        cpu_threads: int = ...,
        local_files_only: bool = ...,
    ) -> None: ...
    def transcribe(
        self,
        audio: Any,
        *,
        language: str | None = ...,
        word_timestamps: bool = ...,
        condition_on_previous_text: bool = ...,
        vad_filter: bool = ...,
        initial_prompt: str | None = ...,
    ) -> tuple[Iterable[Segment], Any]: ...
