"""The same box on PostgreSQL: only the URL differs."""

import asyncio
from pathlib import Path

import pytest

from tests.servers import box
from tests.servers.live import one_call, ready_again

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.postgres]


def test_a_call_on_postgresql(postgres_database: str, tmp_path: Path) -> None:
    with box.running(tmp_path / "box", database=f'url = "{postgres_database}"\n') as centre:
        record = asyncio.run(asyncio.wait_for(one_call(centre, tmp_path), 60))
        assert (record["queue"], record["agent"]) == ("support", "8003")
        assert [leg["role"] for leg in record["legs"]] == ["caller", "agent"]
        centre.kill("engine")
        asyncio.run(ready_again(centre))
        again = asyncio.run(asyncio.wait_for(one_call(centre, tmp_path / "again"), 60))
        assert again["id"] != record["id"]
