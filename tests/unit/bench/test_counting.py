"""What notes and counters of a load amount to."""

import pytest

from drivers.simulated.sip.note import Kind, Note
from tests.bench.packets import Packets, read
from tests.bench.route import Waits
from tests.bench.setup import setups

CHANNELS = """
                                             ...........Receive......... .........Transmit..........
 BridgeId ChannelId ........ UpTime.. Codec.   Count    Lost Pct  Jitter   Count    Lost Pct  Jitter RTT....
 ===========================================================================================================

 PJSIP/carrier-00000002 not valid
 01a20057 7004-00000001      00:00:10 alaw      500       2    0   0.000    497       0    0   0.000   0.000
          carrier-00000000   00:00:11 alaw      510       0    0   0.000    499       0    0   0.000   0.000

Objects found: 3
"""


def note(kind: Kind, who: str, at: float, detail: str = "") -> Note:
    return Note(kind, "call", who, detail, at)


def test_a_wait_is_from_the_end_of_a_phones_call_to_its_next_invite() -> None:
    waits = Waits()
    for seen in (
        note(Kind.RINGING, "7001", 1.0),
        note(Kind.HUNG_UP, "7001", 2.0),
        note(Kind.RINGING, "7002", 2.1),
        note(Kind.RINGING, "7001", 2.5),
        note(Kind.CLEARED, "7002", 4.0),
        note(Kind.RINGING, "7002", 4.25),
        note(Kind.RINGING, "7002", 5.0),
    ):
        waits.hear(seen)
    assert waits.seconds == [0.5, 0.25]


def test_a_setup_is_from_the_callers_invite_to_the_first_phone_that_rings_for_it() -> None:
    placed = [note(Kind.PLACED, "1391", 1.0), note(Kind.PLACED, "1392", 1.5), note(Kind.PLACED, "1393", 2.0)]
    rung = [
        note(Kind.RINGING, "7001", 1.75, '"x" <sip:1392@127.0.0.1>;tag=a'),
        note(Kind.RINGING, "7002", 2.0, "<sip:1391@127.0.0.1>;tag=b"),
        note(Kind.RINGING, "7003", 3.0, "<sip:1391@127.0.0.1>;tag=c"),
    ]
    assert setups(placed, rung) == [0.25, 1.0]


def test_packets_are_summed_over_the_channels_that_carry_audio() -> None:
    seen = read(CHANNELS)
    assert (seen.channels, seen.received, seen.missed, seen.sent) == (2, 1010, 2, 996)


def test_loss_is_what_the_other_end_did_not_hear() -> None:
    before = Packets(2, 1000, 0, 1000, 0)
    assert Packets(2, 2000, 0, 2000, 0).since(before).loss == 0
    assert Packets(2, 1990, 10, 1990, 0).since(before).loss == pytest.approx(0.01)
    assert Packets(2, 2000, 0, 1980, 0).since(before).loss == pytest.approx(0.02)
    assert Packets(2, 2000, 0, 2000, 30).since(before).loss == pytest.approx(0.03)
    assert Packets(2, 1000, 0, 1000, 0).since(before).loss == 1
