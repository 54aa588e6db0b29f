"""The search for the largest load that holds."""

import pytest

from tests.bench.search import Search


def climbed(limit: int) -> tuple[int, list[int]]:
    """What is found where every load up to `limit` holds, and the loads that were tried."""
    search, tried = Search(160, 40, 10, 320), list[int]()
    while (load := search.next) is not None:
        assert load not in tried
        tried.append(load)
        search.told(load, load <= limit)
    return search.found, tried


@pytest.mark.parametrize("limit", range(0, 400, 7))
def test_it_finds_the_largest_multiple_that_holds(limit: int) -> None:
    found, tried = climbed(limit)
    assert found == min(limit // 10 * 10, 320)
    assert len(tried) <= 8


def test_it_moves_by_steps_and_then_halves() -> None:
    assert climbed(215) == (210, [160, 200, 240, 220, 210])
    assert climbed(95) == (90, [160, 120, 80, 100, 90])
