"""Documents of the intent are read, and written with only what differs from the defaults."""

import json

from dahdi_conf.intent import R2, Clock, Intent, Isdn, Overlap, Peer, Pin, PortIntent, Signalling, SpanIntent, Use
from dahdi_conf.intent_document import body, parse, read, text

INTENT = Intent(
    "cn",
    spans={
        "slot:pci0000:00/1c.4/00.0#1": SpanIntent(
            '上海 "电信"', Signalling.PRI, Peer.PBX, crc4=False, clock=Clock.PRIMARY, isdn=Isdn(overlap=Overlap.BOTH)
        ),
        "X#2": SpanIntent(signalling=Signalling.R2, numbers=("61230000-61230099", "61239999"), r2=R2(dnis_digits=8)),
        "X#3": SpanIntent(),
    },
    ports={"Y#1/4": PortIntent(use=Use.LINE, number="02161231001", rx_gain=-1.5)},
    pins={"X#2": Pin(3, 63, 31)},
)


def test_a_document_is_written_and_read() -> None:
    assert parse(text(INTENT)) == (INTENT, ())


def test_the_same_as_json() -> None:
    assert parse(json.dumps(body(INTENT))) == (INTENT, ())
    assert read(body(INTENT)) == (INTENT, ())


def test_only_what_differs_is_written() -> None:
    assert body(Intent("cn", spans={"X#1": SpanIntent(signalling=Signalling.PRI)})) == {
        "country": "cn",
        "spans": {"X#1": {"signalling": "pri"}},
    }


def test_it_reads_like_a_form() -> None:
    assert text(Intent("cn", spans={"X#1": INTENT.spans["X#2"]})).splitlines() == [
        'country = "cn"',
        "",
        '[spans."X#1"]',
        'signalling = "mfcr2"',
        'numbers = ["61230000-61230099", "61239999"]',
        "",
        '[spans."X#1".r2]',
        "dnis_digits = 8",
    ]


def test_whole_numbers_are_gains_too() -> None:
    intent, problems = parse('[ports."Y#1/4"]\nrx_gain = -2\n')
    assert not problems
    assert intent.ports["Y#1/4"].rx_gain == -2.0


def test_what_is_wrong_has_its_default_and_the_rest_counts() -> None:
    intent, problems = parse('[spans."X#1"]\nsignalling = "telepathy"\ngroup = 7\n')
    assert intent.spans["X#1"] == SpanIntent(group=7)
    assert [(item.code, item.where) for item in problems] == [("lines-field-wrong", "spans.X#1.signalling")]
    assert "pri | bri | mfcr2 | ss7 | em | unused" in problems[0].details["expected"]


def test_an_empty_document_is_a_site_without_lines() -> None:
    assert parse("") == (Intent(), ())
