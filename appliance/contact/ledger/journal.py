"""The emergency journal: a file of JSON lines that holds what the database did not take."""

import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from appliance.contact.ledger.model import Batch, Mark
from appliance.events import Event

logger = logging.getLogger(__name__)


class JournalFile:
    """One line per batch, fsynced. The file is there only while something waits in it; one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> list[Batch]:
        """See ports.Journal. A line torn by a crash is cut off; one that cannot be read is logged and left out."""
        if not self._path.exists():
            return []
        content = self._path.read_bytes()
        *lines, torn = content.split(b"\n")
        if torn:
            os.truncate(self._path, len(content) - len(torn))
        return [batch for line in lines if (batch := _batch(line))]

    def append(self, batches: Sequence[Batch]) -> None:
        handle = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            start = os.fstat(handle).st_size
            try:
                _write(handle, b"".join(_line(batch) for batch in batches))
            except OSError:
                os.ftruncate(handle, start)
                raise
        finally:
            os.close(handle)
        if start == 0:
            _sync_folder(self._path.parent)

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)
        _sync_folder(self._path.parent)


def _write(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _line(batch: Batch) -> bytes:
    value = {
        "source": str(batch.mark.source),
        "position": batch.mark.position,
        "events": [event.to_json() for event in batch.events],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _batch(line: bytes) -> Batch | None:
    try:
        value = json.loads(line)
        mark = Mark(UUID(value["source"]), int(value["position"]))
        return Batch(mark, tuple(Event.from_json(event) for event in value["events"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        logger.exception("a line of the emergency journal cannot be read: %r", line)
        return None
