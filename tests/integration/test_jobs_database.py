"""The running jobs without a database: all of them go on, say why, and do their work when it is there."""

import asyncio
from pathlib import Path

import pytest

from appliance.control.errors import RemoteRefusal
from appliance.store import schema
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from tests.servers.jobs import LIMIT, JobsNews, running

pytestmark = [pytest.mark.wire, pytest.mark.timeout(240)]

FAILING = {
    "anchor-failing",
    "copy-failing",
    "disk-unknown",
    "figures-behind",
    "mail-stuck",
    "rekeying-failed",
    "retention-failed",
}
"""What each piece of work raises that cannot do without the database."""
OF_THE_MACHINE = {"disk-filling", "disk-full"}
"""The disk on which the tests run may be as full as it likes."""


def test_the_jobs_outlive_a_database_that_is_not_there(tmp_path: Path) -> None:
    paths, home = Paths(tmp_path / "state"), tmp_path / "disk"
    for folder in (paths.spool, paths.recordings, paths.run, paths.messages):
        folder.mkdir(parents=True, mode=0o700)
    Keyring.ensure(paths.keys)
    url = f"sqlite:///{home / 'callstead.db'}"
    paths.settings.write_text(f'state = "{paths.state}"\n[database]\nurl = "{url}"\n[jobs]\npace = 1\n')

    async def scene() -> None:
        async with running(paths) as client, client, client.stream("events", kinds=["feed", "alarm"]) as stream:
            news = JobsNews(client, aiter(stream))
            await news.until_alarms(*FAILING, beside=OF_THE_MACHINE)
            with pytest.raises(RemoteRefusal) as refused:
                await client.call("retention.report")
            assert refused.value.code == "database-unavailable"
            assert "unable to open" in refused.value.details["reason"]
            home.mkdir()
            schema.upgrade(url)
            await news.until_alarms(beside=OF_THE_MACHINE)
            assert await client.call("retention.report") == []

    asyncio.run(asyncio.wait_for(scene(), LIMIT))
