"""What the jobs might say about prompts and music."""

from typing import Any

PROMPT = {"prompt": "welcome", "zh": "upload", "en": "built-in", "lacks": []}
SOUND = {"duration_ms": 4250, "loudness": -19.0}
MUSIC = {"music": "default", "tracks": 1, "duration_ms": 4250, "queues": ["sales"]}

SOUNDS: dict[str, Any] = {
    "prompt.list": [PROMPT, {"prompt": "night", "zh": "voice", "en": "", "lacks": ["en"]}],
    "prompt.show": PROMPT
    | {
        "flows": ["main"],
        "voices": [
            {"language": "en", "source": "built-in", "versions": 0},
            {"language": "zh", **SOUND, "source": "upload", "file": "欢迎.wav", "text": "", "versions": 3},
        ],
    },
    "music.list": [MUSIC],
    "music.show": MUSIC | {"contents": [{"track": "spring", "file": "spring.mp3", **SOUND}]},
    "prompt.plan": [
        {
            "kind": "prompt",
            "name": "zh/hello",
            "version": 2,
            "at": "2024-01-02T01:00:00+00:00",
            "bytes": 48000,
            "sound": "ab" * 32,
        }
    ],
    "prompt.report": [
        {"at": "2024-05-09T19:45:00+00:00", "by": "system", "sounds": 3, "bytes": 144000, "folders": 1},
    ],
}
