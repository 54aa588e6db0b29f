"""What all else in the lab stands on: a call through libpri, chan_dahdi and DAHDI, from one span to the other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import spans
from tests.lab.exchange import Exchange

CONFIGURATION = Path(__file__).parent / "pri"


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with spans.wired(spans.ONE, spans.PRI), Exchange(tmp_path_factory.mktemp("exchange"), CONFIGURATION) as running:
        yield running


def test_dahdi_has_both_spans_without_an_alarm(exchange: Exchange) -> None:
    heads = [Path(f"/proc/dahdi/{number}").read_text("utf-8").splitlines()[0] for number in (1, 2)]
    assert [head.split()[2] for head in heads] == ["DYN/loc/1:0", "DYN/loc/1:1"]
    assert not [head for head in heads if "RED" in head]


def test_a_call_over_the_loop_arrives_with_its_numbers(exchange: Exchange) -> None:
    exchange.until("D-Channel on span 2 up")
    exchange.cli("channel originate Local/s@calls application Echo")
    arrived = re.search(r"ARRIVED (\d+) from (\d+)", exchange.until("ARRIVED"))
    assert arrived
    assert arrived.groups() == ("88881234", "2061234567")
    exchange.until("answered")
    talking = [line.split()[0] for line in exchange.cli("core show channels concise").splitlines()]
    assert sum(name.startswith("DAHDI/") for name in talking) == 2
