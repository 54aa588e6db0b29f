"""Spans from what DAHDI prints, and from the bytes of its control device."""

import struct
from pathlib import Path

import pytest

from drivers.dahdi import spanstat
from drivers.dahdi.listening import DeafError, listen
from drivers.dahdi.look import look
from drivers.dahdi.loopback import NoLoopError, set_loop
from drivers.dahdi.model import Alarm, Channel, Counters, Span
from drivers.dahdi.procfs import parse

E1 = """Span 3: WCT13x/1 "Wildcard TE131/TE133 Card 1" (MASTER) CCS/HDB3/CRC4 ClockSource 
\tTiming slips: 2
\tBPV count: 17
\tIRQ misses: 4

\t  63 WCT13x/1/1 Clear (In use) (EC: VPMOCT128 - INACTIVE) 
\t  64 WCT13x/1/2 Clear (In use) YELLOW RED (EC: VPMOCT128 - ACTIVE) 
\t  78 WCT13x/1/16 HDLCFCS (In use) 
"""


def test_all_of_a_span() -> None:
    assert parse(E1) == Span(
        number=3,
        name="WCT13x/1",
        description="Wildcard TE131/TE133 Card 1",
        coding=frozenset({"CCS", "HDB3", "CRC4"}),
        master=True,
        clock_source=True,
        counters=Counters(code_violations=17, slips=2, missed_interrupts=4),
        channels=(
            Channel(63, "WCT13x/1/1", "Clear", True, echo_canceller="VPMOCT128"),
            Channel(64, "WCT13x/1/2", "Clear", True, Alarm.YELLOW | Alarm.RED, "VPMOCT128"),
            Channel(78, "WCT13x/1/16", "HDLCFCS", True),
        ),
    )


@pytest.mark.parametrize(
    ("title", "alarms"),
    [
        ("Span 1: DYN/eth/veth0/02:00:00:00:00:02/0 \"Dynamic 'eth' span at 'x/0'\" (MASTER) RED ", Alarm.RED),
        ('Span 1: TE4/0/1 "T4XXP (PCI) Card 0 Span 1" HDB3/CCS/CRC4 YELLOW RED ', Alarm.YELLOW | Alarm.RED),
        ('Span 1: TE4/0/1 "T4XXP (PCI) Card 0 Span 1" HDB3 BLUE RECOVERING ', Alarm.BLUE | Alarm.RECOVER),
        ('Span 1: TE4/0/1 "a # (RED) card" CCS/HDB3 ', Alarm(0)),
        ('Span 9: "no name" LOOP NOTOPEN ', Alarm.LOOPBACK | Alarm.NOTOPEN),
    ],
)
def test_alarms_of_a_title(title: str, alarms: Alarm) -> None:
    span = parse(title)
    assert span
    assert (span.alarms, span.strange) == (alarms, ())


def test_words_that_nobody_knows_are_kept() -> None:
    span = parse('Span 1: X/1 "x" CCS/HDB3 PURPLE ')
    assert span
    assert span.strange == ("PURPLE",)


@pytest.mark.parametrize(
    ("line", "channel"),
    [
        ("\t   1 WCTDM/0/0 FXSKS RED ", Channel(1, "WCTDM/0/0", "FXSKS", alarms=Alarm.RED)),
        ("\t1001 DYN/eth/x/00:50:c2:11:22:33/0/1 Clear ", Channel(1001, "DYN/eth/x/00:50:c2:11:22:33/0/1", "Clear")),
        ("\t   4 XPP_FXS/00/00/3 (EC: MG2 - INACTIVE) ", Channel(4, "XPP_FXS/00/00/3", "", echo_canceller="MG2")),
        ("\t  16 B4/0/1/3 Hardware-assisted HDLC (In use) ", Channel(16, "B4/0/1/3", "Hardware-assisted HDLC", True)),
        ("\t   2 WCTDM/0/1 Reserved ", Channel(2, "WCTDM/0/1", "Reserved")),
        ("\t   5 TE4/0/1/5 E&M-E1 (no pcm) (SWEC: MG2) ", Channel(5, "TE4/0/1/5", "E&M-E1", echo_canceller="MG2")),
    ],
)  # fmt: skip
def test_channels(line: str, channel: Channel) -> None:
    span = parse(f'Span 1: X "x"\n\n{line}\n')
    assert span
    assert span.channels == (channel,)


def test_what_is_no_span() -> None:
    assert parse("") is None
    assert parse("Registered devices\n") is None


def test_the_control_device_tells_more_alarms_and_counts() -> None:
    filled = spanstat.question(7)
    assert struct.unpack_from("<i", filled)[0] == 7
    struct.pack_into("<i", filled, 64, 0x308)
    struct.pack_into("<4i5I", filled, 76, 3, 5, 6, 0, 8, 9, 10, 0, 11)
    struct.pack_into("<i", filled, 112, 12)
    alarms, counters = spanstat.answer(filled, slips=2)
    assert alarms == Alarm.RED | Alarm.LOS | Alarm.LFA
    assert counters == Counters(9, 5, 6, 8, 2, 12, 11)


def test_a_machine_without_lines(tmp_path: Path) -> None:
    assert look(tmp_path) == ()


def test_spans_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "proc/dahdi"
    folder.mkdir(parents=True)
    for number in (10, 9):
        (folder / str(number)).write_text(E1.replace("Span 3", f"Span {number}"), "utf-8")
    (folder / "other").write_text("", "utf-8")
    assert [span.number for span in look(tmp_path)] == [9, 10]


def test_a_machine_without_dahdi_can_neither_loop_nor_listen(tmp_path: Path) -> None:
    with pytest.raises(NoLoopError):
        set_loop(1, True, tmp_path)
    with pytest.raises(DeafError):
        listen(1, 0.1, tmp_path)
