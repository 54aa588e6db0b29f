"""Prompts in every language and music on hold, as Asterisk's data folder expects them."""

from pathlib import Path

from image import cache, melody, texts, voice
from image.processes import follow, say
from image.refusal import explain
from image.sandbox import command

CHECKOUT = Path(__file__).parent.parent


def identity() -> str:
    """The fingerprint of all texts, notes and options of the tools."""
    spoken = {language: texts.load(language) for language in texts.LANGUAGES}
    raw, final = Path("raw"), Path("final")
    tools = [
        *(voice.speak(name, "", raw) for name in texts.LANGUAGES),
        voice.finish(raw, final),
        voice.finish(raw, Path("say-1")),
        voice.beep(final),
    ]
    music = [*(melody.bar(notes, final) for notes in melody.BARS), melody.join([raw], final)]
    return cache.fingerprint(spoken, tools, music)


def ready(root: Path) -> Path:
    """The folder with `sounds/<language>/<key>.wav` and `moh/default/`, made by the voice in `root` if need be."""

    def build(folder: Path, hold: int) -> None:
        say("sounds: speaking the prompts")
        argv = ["/usr/bin/python3", "-m", "image.voice", "/srv/sounds"]
        box = command(
            root,
            argv,
            read_only={CHECKOUT / "image": "/srv/program/image"},
            writable={folder: "/srv/sounds"},
            network=False,
            environment={"PYTHONDONTWRITEBYTECODE": "1"},
            folder="/srv/program",
        )
        outcome = follow(box, hold=hold, shown=lambda line: f"sounds: {line}")
        if outcome.status:
            raise explain("the prompts could not be made", outcome.output)

    return cache.built("sounds", identity(), build)
