"""Prompts, music and their sounds in the database."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, update

from appliance.clock import Clock
from appliance.contact.prompts.clearing import GRACE, Stored
from appliance.contact.prompts.model import Change, Version
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.configuration import ConfigRow
from appliance.store.tables.sounds import SoundRow

PROMPT, MUSIC = "prompt", "music"
NAMING = ("flow", "queue", "voicemail-box")
"""The kinds of documents that name prompts or music."""


class SoundStore:
    """Store of one kind, `PROMPT` or `MUSIC`; sounds are shared by all kinds."""

    def __init__(self, engine: Engine, kind: str, clock: Clock) -> None:
        self._engine, self._documents, self._kind, self._clock = engine, Documents(engine), kind, clock

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
        digest, now = hashlib.sha256(wav).hexdigest(), self._clock.now()
        with self._engine.begin() as connection:
            wanted = update(SoundRow).where(SoundRow.digest == digest).values(kept_at=now)
            if not connection.execute(wanted).rowcount:
                connection.execute(insert(SoundRow), {"digest": digest, "wav": wav, "kept_at": now})
        return digest

    def want(self, digests: Collection[str]) -> Collection[str]:
        return SoundArchive(self._engine).want(digests, self._clock.now())

    def audio(self, digest: str) -> bytes:
        with reading(self._engine) as connection:
            return bytes(connection.execute(select(SoundRow.wav).where(SoundRow.digest == digest)).scalar_one())


class SoundArchive:
    """All sounds, and every version of what needs them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def stored(self) -> list[Stored]:
        wanted = select(SoundRow.digest, func.length(SoundRow.wav), SoundRow.kept_at).order_by(SoundRow.digest)
        with reading(self._engine) as connection:
            return [Stored(*row) for row in connection.execute(wanted)]

    def histories(self, kinds: Iterable[str]) -> dict[tuple[str, str], list[Version]]:
        """Every version of every document of these kinds, by kind and key, the oldest first."""
        row = ConfigRow
        wanted = select(row.kind, row.key, row.version, row.body, row.removed, row.author, row.reason, row.at)
        found = defaultdict[tuple[str, str], list[Version]](list)
        with reading(self._engine) as connection:
            for kind, key, version, body, removed, *about in connection.execute(
                wanted.where(row.kind.in_(list(kinds))).order_by(row.kind, row.key, row.version)
            ):
                found[kind, key].append(Version(version, None if removed else body, *about))
        return found

    def want(self, digests: Collection[str], now: datetime) -> Collection[str]:
        """Those that are there; no plan made before this lets them go."""
        if not digests:
            return ()
        with self._engine.begin() as connection:
            there = update(SoundRow).where(SoundRow.digest.in_(list(digests))).values(kept_at=now)
            connection.execute(there)
            return set(connection.scalars(select(SoundRow.digest).where(SoundRow.digest.in_(list(digests)))))

    def lacks(self, bodies: Mapping[tuple[str, str], Mapping[str, Any]], now: datetime) -> list[tuple[str, str]]:
        """The documents of these, by kind and key, that name a sound that is gone; the others' sounds stay."""
        named = {at: sounds_of(*at, body) for at, body in bodies.items() if at[0] in (PROMPT, MUSIC)}
        there = self.want({digest for digests in named.values() for digest in digests}, now)
        return [at for at, digests in named.items() if not digests <= set(there)]

    def forget(self, sound: Stored, now: datetime) -> bool:
        """Let a sound go; False if somebody wants it since."""
        idle = SoundRow.kept_at.is_(None) | (SoundRow.kept_at <= now - GRACE)
        with self._engine.begin() as connection:
            gone = connection.execute(delete(SoundRow).where(SoundRow.digest == sound.digest, idle))
            return bool(gone.rowcount)


def sounds_of(kind: str, key: str, body: Mapping[str, Any]) -> set[str]:
    """The sounds that a prompt or a class of music names."""
    tracks = body.get("tracks", {}).values() if kind == MUSIC else (body,)
    return {str(track["audio"]) for track in tracks if "audio" in track}
