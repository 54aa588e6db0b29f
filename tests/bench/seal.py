"""seal.rate: how fast finished recordings are encrypted, entered in the register and made durable."""

import os
import secrets
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from appliance.clock import SystemClock
from appliance.contact.recording.envelope import CHUNK, KEY
from appliance.contact.recording.folders import AudioFolders, HeadFile
from appliance.contact.recording.model import SpooledAudio
from appliance.contact.recording.repository import RecordingRepository
from appliance.contact.recording.service import Recorder
from appliance.store import schema
from appliance.store.engine import open_engine
from appliance.system.keys import BoxKey
from tests.bench.figure import Figure, Goal

FILES, SIZE = 34, 6_000_000
ROUNDS = 3


def measure(folder: Path) -> list[Figure]:
    """Megabytes (10^6 bytes) of raw audio per second in one thread; the middle of three rounds."""
    ours = [_rate(folder / f"ours{number}", _seal) for number in range(ROUNDS)]
    plain = [_rate(folder / f"plain{number}", _encrypt) for number in range(ROUNDS)]
    details = {"files": FILES, "bytes_each": SIZE, "rounds": ours, "baseline_rounds": plain}
    goal = Goal(least=200)
    return [Figure("seal.rate", statistics.median(ours), "MB/s", goal, statistics.median(plain), details)]


def _rate(folder: Path, work: Callable[[Path], None]) -> float:
    """Megabytes per second of `work` on the files of `folder`/spool, which are on the disk already."""
    spool = folder / "spool"
    spool.mkdir(parents=True)
    for number in range(FILES):
        (spool / f"17322.{number}.raw").write_bytes(os.urandom(SIZE))
    os.sync()
    try:
        began = time.perf_counter()
        work(folder)
        return round(FILES * SIZE / 1e6 / (time.perf_counter() - began), 1)
    finally:
        shutil.rmtree(folder)


def _seal(folder: Path) -> None:
    """What the jobs process does with each finished file."""
    database = open_engine(f"sqlite:///{folder / 'callstead.db'}")
    schema.upgrade(f"sqlite:///{folder / 'callstead.db'}")
    spool = folder / "spool"
    recorder = Recorder(
        RecordingRepository(database),
        AudioFolders(spool, folder / "sealed"),
        HeadFile(folder / "keys" / "register.head"),
        BoxKey.ensure(folder / "keys"),
        lambda channel: None,
        SystemClock(),
    )
    for name in sorted(path.name for path in spool.iterdir()):
        if audio := SpooledAudio.parse(name):
            recorder.seal(audio)
    database.dispose()


def _encrypt(folder: Path) -> None:
    """The baseline: the same cipher on the same bytes in the same pieces, written and fsynced, and nothing else."""
    for path in sorted((folder / "spool").iterdir()):
        cipher = AESGCM(secrets.token_bytes(KEY))
        with path.open("rb") as raw, (folder / path.name).open("wb") as sealed:
            for index, piece in enumerate(iter(lambda: raw.read(CHUNK), b"")):  # noqa: B023 - used up in its round
                sealed.write(cipher.encrypt(index.to_bytes(12, "big"), piece, None))
            sealed.flush()
            os.fsync(sealed.fileno())
        path.unlink()
