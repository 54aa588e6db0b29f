"""Which lines a new document touches: those and no others are let go and taken anew."""

import pytest

from dahdi_conf.changes import changes, lines
from dahdi_conf.plan import SpanPlan
from dahdi_conf.render import render
from tests.unit.dahdi_conf.layouts import layout, site

E1 = """== hardware
card A wcte43x
  1 E1 crc4 now=1:1
  2 E1 crc4 now=2:32
== intent
country = "{country}"
[spans."A#1"]
signalling = "pri"
{first}
[spans."A#2"]
signalling = "{second}"
r2 = {{ dnis_digits = 8 }}
"""
ANALOG = """== hardware
card B wcaxx
  1 analog FXO FXO FXS
== intent
[ports."B#1/1"]
use = "line"
number = "02161231001"
[ports."B#1/2"]
use = "{second}"
number = "02161231002"
rx_gain = {gain}
"""


def e1(country: str = "cn", first: str = "", second: str = "pri") -> dict[str, str]:
    return render(site(E1.format(country=country, first=first, second=second)).plan)


def analog(second: str = "line", gain: float = 0.0) -> dict[str, str]:
    return render(site(ANALOG.format(second=second, gain=gain)).plan)


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        (e1(), e1(), [], []),
        ({}, e1(), [], ["spans.A#1", "spans.A#2"]),
        (e1(), {}, ["spans.A#1", "spans.A#2"], []),
        (e1(), e1(second="mfcr2"), ["spans.A#2"], ["spans.A#2"]),
        (e1(), e1(second="unused"), ["spans.A#2"], []),
        (e1(), e1(first='name = "China Telecom"'), ["spans.A#1"], ["spans.A#1"]),
        (e1(), e1(first="crc4 = false"), ["spans.A#1"], ["spans.A#1"]),
        (e1(), e1(country="us"), ["spans.A#1", "spans.A#2"], ["spans.A#1", "spans.A#2"]),
        (analog(), analog(gain=1.0), ["ports.B#1/2"], ["ports.B#1/2"]),
    ],
    ids=["same", "first", "none", "signalling", "unused", "name", "framing", "country", "gain"],
)
def test_only_lines_that_differ(old: dict[str, str], new: dict[str, str], gone: list[str], come: list[str]) -> None:
    found = changes(old, new)
    assert [line.place for line in found.gone] == gone
    assert [line.place for line in found.come] == come


def test_neighbouring_ports_are_configured_as_one() -> None:
    """dahdi_cfg is told of both in one line: whoever changes it touches both."""
    found = changes(analog(), analog(second="unused"))
    assert [line.place for line in found.gone] == ["ports.B#1/1", "ports.B#1/2"]
    assert [line.place for line in found.come] == ["ports.B#1/1"]


@pytest.mark.parametrize(
    ("name", "count"),
    [("sixteen-e1", 16), ("analog-24", 24), ("ss7-one-link", 2), ("bri-four", 4), ("t1-america", 1), ("e-and-m", 4)],
)
def test_every_line_of_a_layout_has_all_its_channels(name: str, count: int) -> None:
    made = layout(name).plan
    wanted = {
        f"spans.{line.identity}": (min(*line.bearers, *_signals(line)), max(*line.bearers, *_signals(line)))
        for line in made.spans
        if line.bearers
    } | {f"ports.{port.identity}": (port.channel, port.channel) for port in made.ports}
    found = {line.place: line.channels for line in lines(render(made))}
    assert found == wanted
    assert len(found) <= count


def _signals(line: SpanPlan) -> tuple[int, ...]:
    return (line.signal,) if line.signal else ()
