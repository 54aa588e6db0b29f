"""A recorder on real folders with a real box key and an SQLite register, all below one folder."""

from pathlib import Path

from sqlalchemy import Engine

from appliance.clock import SystemClock
from appliance.contact.recording.folders import AudioFolders, HeadFile
from appliance.contact.recording.model import Recording, SpooledAudio
from appliance.contact.recording.policy import Policy
from appliance.contact.recording.repository import ChangeRepository, RecordingRepository, WrapRepository
from appliance.contact.recording.rotation import Rotation
from appliance.contact.recording.service import Recorder
from appliance.store.engine import open_engine
from appliance.store.tables.base import Base
from appliance.store.tables.recordings import RecordingAccessRow, RecordingChangeRow, RecordingRow, RecordingWrapRow
from appliance.system.keyring import Keyring
from tests.unit.recording.fakes import MemoryCalls, NoPasswords


class Station:
    """`spool` and `sealed` are the folders; `sealed` may lie on another disk."""

    def __init__(self, folder: Path, sealed: Path | None = None) -> None:
        self.spool = folder / "spool"
        self.sealed = sealed or folder / "sealed"
        self.spool.mkdir(parents=True, exist_ok=True)
        engine = open_engine(f"sqlite:///{folder / 'register.db'}")
        create_tables(engine)
        self.repository = RecordingRepository(engine)
        self.changes, self.calls = ChangeRepository(engine), MemoryCalls()
        self.keys, self.wraps, self.passwords = Keyring.ensure(folder / "keys"), WrapRepository(engine), NoPasswords()
        changes_head = HeadFile(folder / "keys" / "changes.head")
        self.recorder = Recorder(
            self.repository,
            self.changes,
            AudioFolders(self.spool, self.sealed),
            HeadFile(folder / "keys" / "register.head"),
            changes_head,
            self.keys,
            self.wraps,
            self.calls,
            Policy,
            SystemClock(),
        )
        books = self.recorder.books
        self.rotation = Rotation(self.changes, changes_head, self.keys, self.wraps, self.passwords, books)

    def waiting(self) -> list[str]:
        return sorted(path.name for path in self.spool.iterdir())

    def sweep(self) -> list[Recording | None]:
        """Seal all that waits, in the caller's thread."""
        waiting = [SpooledAudio.parse(name) for name in self.waiting()]
        return [self.recorder.seal(audio) for audio in waiting if audio]

    def samples(self, recording: Recording) -> bytes:
        """The audio as it was spooled: without the WAV header, caller left."""
        wav = b"".join(self.recorder.export(recording.id, "complaint 12", "li"))
        return bytes(byte for at in range(44, len(wav), 4) for byte in wav[at + 2 : at + 4] + wav[at : at + 2])


def create_tables(engine: Engine) -> None:
    rows = (RecordingRow, RecordingChangeRow, RecordingAccessRow, RecordingWrapRow)
    tables = [Base.metadata.tables[row.__tablename__] for row in rows]
    Base.metadata.create_all(engine, tables=tables)
