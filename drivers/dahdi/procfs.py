"""/proc/dahdi/<span> as values: the codec; dahdi-base.c, dahdi_seq_show, prints it."""

import re
from collections.abc import Iterable

from drivers.dahdi.model import Alarm, Channel, Counters, Signal, Span

TITLE = re.compile(r'Span (?P<number>\d+): (?:(?P<name>\S+) )?"(?P<description>.*)"(?P<rest>.*)')
COUNTER = re.compile(r"\t(?P<name>[A-Za-z0-9 -]+): (?P<count>-?\d+)\s*")
CHANNEL = re.compile(r"\t\s*(?P<number>\d+) (?P<name>\S*) ?(?P<rest>.*)")
EC = re.compile(r"\((?:EC|SWEC|HWEC): (?P<name>[^)]*?)(?: - \w+)?\)")
COUNTERS = {
    "BPV count": "code_violations",
    "CRC4 error count": "crc4_errors",
    "E-bit error count": "far_errors",
    "FAS error count": "frame_errors",
    "IRQ misses": "missed_interrupts",
    "Timing slips": "slips",
}
WORDS = {
    "BLUE": Alarm.BLUE,
    "YELLOW": Alarm.YELLOW,
    "RED": Alarm.RED,
    "LOOP": Alarm.LOOPBACK,
    "RECOVERING": Alarm.RECOVER,
    "NOTOPEN": Alarm.NOTOPEN,
}
CODING = frozenset({"D4", "ESF", "CCS", "CAS", "AMI", "B8ZS", "HDB3", "CRC4"})
HARDWARE = ("Hardware-assisted HDLC", "Hardware assisted D-channel")


def parse(text: str) -> Span | None:
    """The span of one file; None for what is none."""
    title, *lines = text.splitlines() or [""]
    if not (match := TITLE.fullmatch(title)):
        return None
    rest = match["rest"].replace("(MASTER)", "", 1)
    words = [part for word in rest.split() for part in word.split("/")]
    return Span(
        number=int(match["number"]),
        name=match["name"] or "",
        description=match["description"],
        coding=frozenset(words) & CODING,
        alarms=_alarms(words),
        master="(MASTER)" in match["rest"],
        clock_source="ClockSource" in words,
        counters=_counters(lines),
        channels=tuple(channel for line in lines if (channel := _channel(line))),
        strange=tuple(word for word in words if word not in CODING | WORDS.keys() | {"ClockSource"}),
    )


def _alarms(words: Iterable[str]) -> Alarm:
    found = Alarm(0)
    for word in words:
        found |= WORDS.get(word, Alarm(0))
    return found


def _counters(lines: Iterable[str]) -> Counters:
    matches = (COUNTER.fullmatch(line) for line in lines)
    return Counters(
        **{COUNTERS[match["name"]]: int(match["count"]) for match in matches if match and match["name"] in COUNTERS}
    )


def _channel(line: str) -> Channel | None:
    if not (match := CHANNEL.fullmatch(line)):
        return None
    rest = match["rest"]
    echo = EC.search(rest)
    bare = EC.sub("", rest)
    words = re.sub(r"\([^)]*\)", " ", bare).replace("Master ", " ")
    return Channel(
        number=int(match["number"]),
        name=match["name"],
        signalling=_signalling(words),
        open="(In use)" in bare,
        alarms=_alarms(words.split()),
        echo_canceller=echo["name"] if echo else "",
    )


def _signalling(words: str) -> str:
    if any(word in words for word in HARDWARE):
        return Signal.D_HARDWARE
    return " ".join(word for word in words.split() if word not in WORDS)
