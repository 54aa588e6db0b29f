"""Models that were brought, a folder for each, and what they are used for."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from appliance.contact.speech.errors import SpeechModelInvalid, SpeechModelUnknown
from appliance.contact.speech.model import SpeechModel

FILES = ("config.json", "model.bin", "tokenizer.json")
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
MANIFEST = "callstead.json"


class ModelFolders:
    """Models port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> Sequence[SpeechModel]:
        """The one that came last first."""
        found = sorted(self._folder.glob(f"[!.]*/{MANIFEST}"), key=lambda path: -path.stat().st_mtime)
        return [_read(path) for path in found]

    def folder(self, name: str) -> Path:
        """Raises SpeechModelUnknown."""
        known = sorted(one.name for one in self.all())
        if name not in known:
            raise SpeechModelUnknown(model=name, known=", ".join(known) or "-")
        return self._folder / name

    def bring(self, source: Path, name: str) -> Path:
        """A copy that is not in use yet; raises SpeechModelInvalid naming what is missing."""
        missing = [file for file in FILES if not (source / file).is_file()]
        if not any((source / file).is_file() for file in VOCABULARIES):
            missing.append(VOCABULARIES[0])
        if missing:
            raise SpeechModelInvalid(folder=str(source), problem=f"missing: {', '.join(missing)}")
        waiting = self._folder / f".{name}"
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True, mode=0o700)
        for file in (*FILES, *VOCABULARIES, "preprocessor_config.json"):
            if (source / file).is_file():
                shutil.copyfile(source / file, waiting / file)
        return waiting

    def use(self, waiting: Path, name: str, languages: Sequence[str]) -> SpeechModel:
        """From now on, in place of an older one of that name."""
        size = sum(file.stat().st_size for file in waiting.iterdir())
        body = {"languages": list(languages), "bytes": size}
        (waiting / MANIFEST).write_text(json.dumps(body), "utf-8")
        self.remove(name)
        waiting.rename(self._folder / name)
        return SpeechModel(name, tuple(languages), size)

    def remove(self, name: str) -> None:
        """Idempotent."""
        shutil.rmtree(self._folder / name, ignore_errors=True)


def _read(manifest: Path) -> SpeechModel:
    body = json.loads(manifest.read_text("utf-8"))
    return SpeechModel(manifest.parent.name, tuple(body["languages"]), body["bytes"])
