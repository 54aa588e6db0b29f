"""Prompts, music and their sounds in the database."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, insert, select

from appliance.contact.prompts.model import Change, Version
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.sounds import SoundRow

PROMPT, MUSIC = "prompt", "music"


class SoundStore:
    """Store of one kind, `PROMPT` or `MUSIC`; sounds are shared by all kinds and kept for ever."""

    def __init__(self, engine: Engine, kind: str) -> None:
        self._engine, self._documents, self._kind = engine, Documents(engine), kind

    def get(self, key: str) -> Mapping[str, Any] | None:
        return self._documents.get(self._kind, key)

    def all(self) -> Mapping[str, Mapping[str, Any]]:
        return self._documents.all(self._kind)

    def history(self, key: str) -> Sequence[Version]:
        return [
            Version(item.version, None if item.removed else item.body, item.author, item.reason, item.at)
            for item in self._documents.history(self._kind, key)
        ]

    def put(self, key: str, body: Mapping[str, Any], change: Change) -> int:
        return self._documents.put(self._kind, key, body, **asdict(change))

    def remove(self, key: str, change: Change) -> None:
        self._documents.remove(self._kind, key, **asdict(change))

    def keep_audio(self, wav: bytes) -> str:
        digest = hashlib.sha256(wav).hexdigest()
        with self._engine.begin() as connection:
            if connection.execute(select(SoundRow.digest).where(SoundRow.digest == digest)).first() is None:
                connection.execute(insert(SoundRow), {"digest": digest, "wav": wav})
        return digest

    def audio(self, digest: str) -> bytes:
        with reading(self._engine) as connection:
            return bytes(connection.execute(select(SoundRow.wav).where(SoundRow.digest == digest)).scalar_one())
