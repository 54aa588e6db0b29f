"""From findings to settings: only what a finding says exactly, of the line that it means, and only where it differs."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dahdi_conf.diagnosis.evidence import Finding
from dahdi_conf.diagnosis.remedy import PORTS, SPANS, mended, plain, remedies
from dahdi_conf.intent import Clock, Intent, Isdn, Peer, PortIntent, Side, SpanIntent, Use
from dahdi_conf.intent_document import body, read

EXPLAINED = Path(__file__).parents[3] / "appliance/texts/en/diagnosis.toml"
INTENT = Intent(
    spans={"a#1": SpanIntent(echo_cancel=False), "a#2": SpanIntent(peer=Peer.PBX, clock=Clock.GIVE)},
    ports={
        "b#1/1": PortIntent(use=Use.LINE, answer_on_polarity=True, echo_cancel=False),
        "b#1/2": PortIntent(use=Use.LINE, rx_gain=1.5, busy_detect=False),
        "b#1/3": PortIntent(use=Use.PHONE),
        "c#1/1": PortIntent(use=Use.LINE),
    },
)
ROWS: list[dict[str, Any]] = [
    {"line": "a#1", "span": 1, "channels": "1-15,17-31"},
    {"line": "a#2", "span": 2, "channels": "32-46,48-62"},
    {"line": "b#1/1", "span": 3, "channels": "63"},
    {"line": "b#1/2", "span": 3, "channels": "64"},
    {"line": "b#1/3", "span": 3, "channels": "65"},
    {"line": "c#1/1", "span": 4, "channels": "67"},
]
TONE = {"expected": "350,350", "heard": "500,500", "calls": 3}
BOTH = [("b#1/2", "busy_tone", "500,500"), ("b#1/2", "busy_detect", True)]


@pytest.mark.parametrize(
    ("span", "code", "values", "wanted"),
    [
        (1, "crc4-missing", {"errors": 9}, [("a#1", "crc4", False)]),
        (1, "isdn-same-side", {"side": "cpe", "other": "net"}, [("a#1", "isdn.side", "net")]),
        (1, "r2-digits", {"asked": 8, "came": 4}, [("a#1", "r2.dnis_digits", 4)]),
        (1, "call-echo", {"loss": 3.0}, [("a#1", "echo_cancel", True)]),
        (1, "clock-given", {"slips": 9}, [("a#1", "clock", "take")]),
        (2, "clock-given", {"slips": 9}, []),
        (3, "other-busy-tone", {"channel": 63, **TONE}, [("b#1/1", "busy_tone", "500,500")]),
        (
            3,
            "other-busy-tone",
            {"channel": 64, **TONE},
            [("b#1/2", "busy_tone", "500,500"), ("b#1/2", "busy_detect", True)],
        ),
        (3, "other-busy-tone", {"channel": 67, **TONE}, []),
        (3, "polarity-missing", {"channel": 63}, [("b#1/1", "answer_on_polarity", False)]),
        (3, "polarity-missing", {"channel": 64}, []),
        (3, "polarity-unused", {"channel": 63}, [("b#1/1", "hangup_on_polarity", True)]),
        (3, "echo-uncancelled", {"channel": 63}, [("b#1/1", "echo_cancel", True)]),
        (4, "level-low", {"level": -26.2}, [("c#1/1", "rx_gain", 6.0)]),
        (4, "level-high", {"level": 3.2}, [("c#1/1", "rx_gain", -6.0)]),
        (3, "level-low", {"level": -26.2}, []),
        (1, "level-low", {"level": -26.2}, []),
        (9, "crc4-missing", {}, []),
        (1, "no-signal", {}, []),
    ],
)
def test_what_a_finding_asks_for(
    span: int, code: str, values: dict[str, Any], wanted: list[tuple[str, str, Any]]
) -> None:
    found = remedies(INTENT, ROWS, span, [Finding(code, values)], 67)
    assert [(item.line, item.setting, plain(item.after)) for item in found] == wanted
    after = mended(INTENT, found)
    assert remedies(after, ROWS, span, [Finding(code, values)], 67) == [] or code.startswith("level")
    assert read(body(after)) == (after, ()), "the document says another thing than what was wanted"


def test_a_gain_moves_by_half_decibels_from_where_it_is() -> None:
    alone = Intent(ports={"c#1/1": PortIntent(use=Use.LINE, rx_gain=1.5)})
    (item,) = remedies(alone, ROWS, 4, [Finding("level-low", {"level": -13.2})], 67)
    assert (item.before, item.after) == (1.5, 4.5)


def test_two_findings_that_ask_for_the_same_are_one_change() -> None:
    found = [Finding("isdn-same-side", {"other": "net"}), Finding("isdn-same-side", {"other": "cpe"})]
    (item,) = remedies(INTENT, ROWS, 1, found)
    assert mended(INTENT, [item]).spans["a#1"].isdn == Isdn(side=Side.NET)


def test_a_line_that_has_gone_is_left_alone() -> None:
    found = remedies(INTENT, ROWS, 1, [Finding("crc4-missing")])
    assert mended(Intent(), found) == Intent()


def test_every_code_is_one_that_a_diagnosis_gives() -> None:
    assert tomllib.loads(EXPLAINED.read_text("utf-8"))["diagnosis"].keys() >= {*SPANS, *PORTS}
