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
from appliance.contact.recording.repository import (
    ChangeRepository,
    RecordingRepository,
    RecordingRules,
    WrapRepository,
)
from appliance.contact.recording.service import Recorder
from appliance.daemons.jobs.calls import LedgerCalls
from appliance.store import schema
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.system.keyring import Keyring
from tests.bench.figure import Figure, Goal

FILES, SIZE = 34, 6_000_000
ROUNDS = 3


def measure(folder: Path) -> list[Figure]:
    """Megabytes (10^6 bytes) of raw audio per second in one thread; the middle of three rounds."""
    ours = [_rate(folder / f"ours{number}", _sealing) for number in range(ROUNDS)]
    plain = [_rate(folder / f"plain{number}", _encrypting) for number in range(ROUNDS)]
    details = {"files": FILES, "bytes_each": SIZE, "rounds": ours, "baseline_rounds": plain}
    goal = Goal(least=200)
    return [Figure("seal.rate", statistics.median(ours), "MB/s", goal, statistics.median(plain), details)]


def _rate(folder: Path, prepare: Callable[[Path], Callable[[], None]]) -> float:
    """Megabytes per second of the work that `prepare` gives, on files of `folder`/spool that are on the disk."""
    spool = folder / "spool"
    spool.mkdir(parents=True)
    for number in range(FILES):
        (spool / f"17322.{number}.raw").write_bytes(os.urandom(SIZE))
    work = prepare(folder)
    os.sync()
    try:
        began = time.perf_counter()
        work()
        return round(FILES * SIZE / 1e6 / (time.perf_counter() - began), 1)
    finally:
        shutil.rmtree(folder)


def _sealing(folder: Path) -> Callable[[], None]:
    """What the jobs process does with each finished file."""
    url, spool = f"sqlite:///{folder / 'callstead.db'}", folder / "spool"
    schema.upgrade(url)
    database = open_engine(url)
    recorder = Recorder(
        RecordingRepository(database),
        ChangeRepository(database),
        AudioFolders(spool, folder / "sealed"),
        HeadFile(folder / "keys" / "register.head"),
        HeadFile(folder / "keys" / "changes.head"),
        Keyring.ensure(folder / "keys"),
        WrapRepository(database),
        LedgerCalls(database),
        RecordingRules(Documents(database)).policy,
        SystemClock(),
    )

    def seal() -> None:
        for name in sorted(path.name for path in spool.iterdir()):
            if audio := SpooledAudio.parse(name):
                recorder.seal(audio)

    return seal


def _encrypting(folder: Path) -> Callable[[], None]:
    """The baseline: the same cipher on the same bytes in the same pieces, written and fsynced, and nothing else."""

    def encrypt() -> None:
        for path in sorted((folder / "spool").iterdir()):
            _encrypt(path, folder / path.name)
            path.unlink()

    return encrypt


def _encrypt(source: Path, target: Path) -> None:
    cipher, index = AESGCM(secrets.token_bytes(KEY)), 0
    with source.open("rb") as raw, target.open("wb") as sealed:
        while piece := raw.read(CHUNK):
            sealed.write(cipher.encrypt(index.to_bytes(12, "big"), piece, None))
            index += 1
        sealed.flush()
        os.fsync(sealed.fileno())
