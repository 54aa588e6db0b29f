"""The box key of a running box is changed by command: recordings and passwords open before, while and after."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from appliance.cli.main import main
from appliance.contact.ledger.repository import LedgerRepository
from appliance.store.engine import open_engine
from drivers.simulated.sip.phone import Phone
from tests.integration.test_main_job import exported, placed
from tests.servers import box
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]


def _say(centre: box.Box, *words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["--lang", "en", "--state", str(centre.paths.state), *words])
    assert result.exit_code == status, result.output
    return result


async def _recorded(centre: box.Box, folder: Path) -> str:
    """The contact of a short call whose recording is sealed."""
    async with box.seated(centre, folder / "phones", Phone(ring=0.2), ("8001",)):
        record, _ = await placed(centre, folder / "network", "1", talk=2.0)
    await exported(centre, record["id"], folder / "call.wav")
    return str(record["id"])


def _hashes(centre: box.Box) -> dict[str, str]:
    files = centre.paths.recordings.rglob("*.sealed")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_key_changes_and_everything_still_opens(centre: box.Box, tmp_path: Path) -> None:
    contacts: list[str] = []
    told: list[dict[str, Any]] = []

    async def first() -> None:
        contacts.append(await _recorded(centre, tmp_path / "first"))
        before = _hashes(centre)
        async with centre.jobs() as jobs, facts(centre.jobs(), "recording") as seen:
            changed = await jobs.call("recording.keys.rotate", reason="yearly")
            told.append(changed)
            await seen.until("recording.key", what="retired")
            (now, old) = await jobs.call("recording.keys.list")
        assert (now["key"], now["state"], now["reason"]) == (changed["new"], "current", "yearly")
        assert (old["key"], old["state"], old["recordings"], old["passwords"]) == (changed["old"], "retired", 0, 0)
        await exported(centre, contacts[0], tmp_path / "between.wav")
        assert _hashes(centre) == before

    run(first())
    (changed,) = told
    _say(centre, "recording", "keys", "destroy", changed["new"], "--reason", "no", status=3)
    _say(centre, "recording", "keys", "destroy", changed["old"], "--reason", "audit 3")
    assert "No problems found" in _say(centre, "config", "verify").output
    assert "Nothing would change" in _say(centre, "config", "diff").output
    assert "all as they were sealed" in _say(centre, "recording", "verify").output
    _all_on_record(centre, changed)

    async def again() -> None:
        contacts.append(await _recorded(centre, tmp_path / "again"))
        for number, contact in enumerate(contacts):
            await exported(centre, contact, tmp_path / f"{number}.wav")

    run(again())
    assert "destroyed" in _say(centre, "recording", "keys", "list").output


def _all_on_record(centre: box.Box, changed: dict[str, Any]) -> None:
    database = open_engine(centre.settings.database_url)
    events = [entry.event for entry in LedgerRepository(database).read(0, 10_000, kinds=("recording.key",))]
    database.dispose()
    assert [(event.data["what"], event.data["key"]) for event in events] == [
        ("rotated", f"{changed['old']}>{changed['new']}"),
        ("retired", changed["old"]),
        ("destroyed", changed["old"]),
    ]
    assert [event.data["reason"] for event in events][::2] == ["yearly", "audit 3"]
