"""Music on hold: classes of tracks, which queues choose by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any, Protocol

from appliance.contact.prompts.errors import MusicInUse, MusicUnknown, SoundGone
from appliance.contact.prompts.making import Maker
from appliance.contact.prompts.model import Change, Track, Version, sound
from appliance.contact.prompts.naming import check_name
from appliance.contact.prompts.ports import Store, Uses
from appliance.contact.prompts.service import earlier

BUILT_IN = "default"
"""The class that everybody hears who has no other; one of our own of that name hides the built-in music."""
Body = Mapping[str, Any]


class Racks(Protocol):
    """Where Asterisk finds music."""

    def place(self, folder: str, tracks: Mapping[str, bytes]) -> None:
        """Lay tracks out by name in a folder of their own; a folder never changes once it is there."""
        ...


class Music:
    """Every method that takes a `change` makes one version of a class; Asterisk follows with the next apply."""

    def __init__(self, store: Store, racks: Racks, uses: Uses, maker: Maker) -> None:
        self._store, self._racks, self._uses, self._maker = store, racks, uses, maker

    def add(self, name: str, track: str, data: bytes, file: str, change: Change) -> Track:
        """Put a WAV or MP3 file into a class, which is made if need be; a track of that name is replaced."""
        check_name(name)
        check_name(track)
        made = Track(track, file, self._maker.from_file(data))
        body = {"file": file, **asdict(made.sound)}
        self._keep(name, {**self._tracks(name), track: body}, change)
        return made

    def remove(self, name: str, track: str, change: Change) -> bool:
        """End a track, or with track "" the class; whether the class is still there."""
        tracks = self._tracks(name)
        left = {key: body for key, body in tracks.items() if track and key != track}
        if not tracks or len(left) == len(tracks):
            raise MusicUnknown(music=f"{name}/{track}" if track else name)
        if left:
            self._keep(name, left, change)
        else:
            self._end(name, change)
        return bool(left)

    def listed(self) -> dict[str, tuple[Track, ...]]:
        return {name: tracks_of(body) for name, body in self._store.all().items()}

    def uses(self, name: str) -> Sequence[str]:
        """The queues whose callers hear it."""
        return self._uses.queues(name)

    def export(self, name: str, track: str) -> bytes:
        """A track as callers hear it, as a WAV file."""
        if (body := self._tracks(name).get(track)) is None:
            raise MusicUnknown(music=f"{name}/{track}")
        return self._store.audio(body["audio"])

    def history(self, name: str) -> Sequence[Version]:
        return self._store.history(name)

    def undo(self, name: str, version: int | None, change: Change) -> bool:
        """Back to an earlier version, the one before the present if none is named; whether there is a class then."""
        versions = self._store.history(name)
        if not versions:
            raise MusicUnknown(music=name)
        body = earlier(versions, version)
        if body is None:
            self._end(name, change)
            return False
        sounds = {track["audio"] for track in body["tracks"].values()}
        if not sounds <= set(self._store.want(sounds)):
            raise SoundGone(where=name)
        self._keep(name, body["tracks"], change)
        return True

    def refresh(self) -> None:
        """Lay out again what Asterisk finds."""
        self.follow(self._store.all())

    def follow(self, names: Iterable[str]) -> None:
        """Lay out what there is of these classes now; they were changed in another way than by this service."""
        for name in names:
            if body := self._store.get(name):
                self._place(name, body)

    def _tracks(self, name: str) -> dict[str, Body]:
        body = self._store.get(name)
        return dict(body["tracks"]) if body else {}

    def _keep(self, name: str, tracks: Mapping[str, Body], change: Change) -> None:
        body = {"tracks": dict(tracks)}
        self._place(name, body)
        self._store.put(name, body, change)

    def _end(self, name: str, change: Change) -> None:
        queues = self._uses.queues(name)
        if queues and name != BUILT_IN:
            raise MusicInUse(music=name, queues=", ".join(queues))
        if self._store.get(name) is not None:
            self._store.remove(name, change)

    def _place(self, name: str, body: Body) -> None:
        tracks = {key: self._store.audio(track["audio"]) for key, track in body["tracks"].items()}
        self._racks.place(folder_of(name, body), tracks)


def tracks_of(body: Body) -> tuple[Track, ...]:
    """The tracks of a class, by name."""
    return tuple(Track(name, item["file"], sound(item)) for name, item in sorted(body["tracks"].items()))


def folder_of(name: str, body: Body) -> str:
    """The folder of this version of a class: other tracks, another folder, so that who hears the old ones goes on."""
    digest = sha256("".join(f"{key}:{track['audio']};" for key, track in sorted(body["tracks"].items())).encode())
    return f"{name}/{digest.hexdigest()[:16]}"
