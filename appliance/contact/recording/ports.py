"""What the recorder requires of the world."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol
from uuid import UUID

from appliance.contact.recording.audio import FORMAT
from appliance.contact.recording.model import Access, Change, Recording, Search, SpooledAudio, Wrap
from appliance.contact.recording.register import Head
from appliance.contact.recording.retention import Kept
from appliance.contact.recording.story import Party, Story
from appliance.events import Event


class Key(Protocol):
    """A box key; `key_id` names it."""

    key_id: str

    def wrap(self, data_key: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes) -> bytes:
        """Raises a Refusal when this key did not wrap it."""
        ...


class Keys(Protocol):
    """The key in force, and those before it."""

    @property
    def current(self) -> Key: ...

    def find(self, key_id: str) -> Key | None: ...


class KeyKeeper(Keys, Protocol):
    """Changes keys; what a method did is durable when it returns."""

    def ids(self) -> tuple[str, ...]:
        """The key in force first."""
        ...

    def next(self) -> str | None:
        """The id of a key that was made and is not yet in force."""
        ...

    def make_next(self) -> str: ...

    def drop_next(self) -> None: ...

    def switch(self) -> None:
        """Put the next key into force; the present one stays."""
        ...

    def destroy(self, key_id: str) -> None:
        """Idempotent."""
        ...


class Passwords(Protocol):
    """Other secrets of the box that its key closes."""

    def closed_by(self, key_id: str) -> int:
        """How many that key closed."""
        ...


class WrapStore(Protocol):
    """Data keys wrapped anew, of one node's recordings whose audio is there."""

    def of(self, recording: UUID) -> tuple[Wrap, ...]:
        """The newest first."""
        ...

    def put(self, wraps: Sequence[Wrap]) -> None:
        """All or none, durable on return; one that is there already stays."""
        ...

    def waiting(self, key_id: str, after: int, limit: int) -> tuple[Recording, ...]:
        """Recordings that are not wrapped under a key, in order from the `seq` after `after`."""
        ...

    def opened_by(self, key_id: str, after: int, limit: int) -> tuple[Recording, ...]:
        """Recordings that are wrapped under a key, in order from the `seq` after `after`."""
        ...

    def needing(self, key_id: str, current: str) -> int:
        """How many are wrapped under `key_id` and not under `current`."""
        ...


class Calls(Protocol):
    """What the ledger knows of calls, and what it is told of recordings; called in the sealing thread."""

    def story(self, channel: str) -> Story:
        """The call that an Asterisk channel (unique id) belonged to; `Story()` when there is none of ours."""
        ...

    def class_of(self, contact: UUID) -> str | None:
        """The retention class that somebody gave the call, "" if nobody did; None for a call that is not known."""
        ...

    def parties(self, recording: UUID, parties: Sequence[Party]) -> None:
        """Keep who is heard when; may be repeated."""
        ...

    def sealed(self, recording: Recording) -> None:
        """It is in the register; may be repeated, and comes before the raw audio is removed."""
        ...

    def note(self, event: Event) -> None:
        """Book a fact, at least once; returns when it is durable."""
        ...


class RegisterStore(Protocol):
    """The register of one node; what a method wrote is durable when it returns."""

    node: str

    def find(self, identity: UUID) -> Recording | None: ...

    def last(self) -> Recording | None:
        """This node's newest entry."""
        ...

    def append(self, recording: Recording) -> None: ...

    def entries(self, until: int) -> Iterator[Recording]:
        """This node's entries up to and with `seq` `until`, in order."""
        ...

    def select(self, search: Search) -> tuple[Recording, ...]:
        """Entries of all nodes, newest first."""
        ...

    def log_access(self, access: Access) -> None: ...

    def given(self, recording: UUID, who: str, since: datetime) -> bool:
        """Whether `who` was given the recording after that moment."""
        ...


class ChangeStore(Protocol):
    """What became of recordings after their seal; the chain of one node. What a method wrote is durable."""

    node: str

    def last(self) -> Change | None:
        """This node's newest change."""
        ...

    def append(self, change: Change) -> None: ...

    def entries(self, until: int) -> Iterator[Change]:
        """This node's changes up to and with `seq` `until`, in order."""
        ...

    def of(self, recording: UUID) -> tuple[Change, ...]:
        """Everything about one recording, by whatever node, oldest first."""
        ...

    def asked(self, since: datetime) -> tuple[Change, ...]:
        """Requests made since then, answers to them and their uses, by whatever node, oldest first."""
        ...

    def deleted(self) -> frozenset[UUID]:
        """Recordings whose audio was deleted by plan."""
        ...

    def moved(self) -> frozenset[UUID]:
        """Recordings whose audio lies in the central store only."""
        ...

    def kept(self) -> tuple[Kept, ...]:
        """This node's recordings whose audio was not deleted, as they stand now."""
        ...


class HeadStore(Protocol):
    """The second place for the newest entry's hash."""

    def read(self) -> Head:
        """The head kept; that of an empty register when there is none."""
        ...

    def write(self, head: Head) -> None:
        """Replace the head; durable on return."""
        ...


@dataclass(frozen=True, slots=True)
class RawAudio:
    """Spooled audio opened for reading: `size` in bytes, `ended_at` when it was last written.

    `form` is what the sealed file says of itself; pages are sealed as they are.
    """

    stream: BinaryIO
    size: int
    ended_at: datetime
    form: str = FORMAT


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file as written: `bytes` long, `sha256` in hex."""

    bytes: int
    sha256: str


class SealedFiles(Protocol):
    """A place of sealed files. Methods raise OSError as the file system does."""

    def write(self, name: str, pieces: Iterable[bytes]) -> SealedFile:
        """Write the file beside its name, durably; `publish` then gives it the name."""
        ...

    def publish(self, name: str) -> None:
        """Let `name` be the file written last for it, in one step; durable on return."""
        ...

    def open_sealed(self, name: str) -> BinaryIO: ...

    def remove_sealed(self, name: str) -> None:
        """Idempotent; durable on return."""
        ...

    def names(self) -> frozenset[str]:
        """Every file that lies among the sealed ones, whatever it is."""
        ...


class AudioStore(SealedFiles, Protocol):
    """The spool beside it."""

    def claim(self, spooled: SpooledAudio, identity: UUID) -> SpooledAudio:
        """Give the file the name that carries `identity`; durable on return."""
        ...

    def open_raw(self, spooled: SpooledAudio) -> RawAudio: ...

    def remove_raw(self, spooled: SpooledAudio) -> None:
        """Idempotent."""
        ...

    def claimed(self) -> frozenset[UUID]:
        """Recordings whose raw audio still waits in the spool."""
        ...
