"""A short run of the bench of scale: nobody is offered twice or rung in wrap-up while rules and Asterisk change."""

from pathlib import Path

import pytest

from tests.bench.scale import Size, played

pytestmark = [pytest.mark.alone, pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]

SHORT = Size(agents=40, queues=20, rate=2.5, seconds=30.0, change_s=3.0)


def test_work_goes_on_under_changes(tmp_path: Path) -> None:
    found = played(tmp_path, SHORT)
    assert found.broken == []
    assert found.lost == 0
    assert found.changes >= 8
    assert len(found.lags) == SHORT.calls
    assert found.lags[-1] < float("inf"), "every answer was told"
