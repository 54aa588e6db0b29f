"""From what DAHDI and Asterisk say of the spans to readings of them: pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields

from appliance.node.lines.model import Counters, DChannel, Reading, Signal
from drivers.dahdi.model import LINKS, Alarm, Channel, Span

SIGNALS: Mapping[Alarm, Signal] = {
    Alarm.RECOVER: Signal.RECOVERING,
    Alarm.LOOPBACK: Signal.LOOPBACK,
    Alarm.YELLOW: Signal.RAI,
    Alarm.RED: Signal.RED,
    Alarm.BLUE: Signal.AIS,
    Alarm.NOTOPEN: Signal.NOT_OPEN,
    Alarm.LOS: Signal.LOS,
    Alarm.LFA: Signal.LFA,
    Alarm.LMFA: Signal.LMFA,
}
LINKSET = re.compile(r"SS7 linkset \d+ status: (?P<state>\w+)")
ANALOG, EXCHANGE_LINE = ("FXS", "FXO"), "FXS"
"""A port that faces an exchange is signalled as a telephone is."""
SLOTS, SIXTEENTH = 31, 15
BY_BITS = ("CAS", "E&M", "E&M-E1")
"""What DAHDI calls the signalling of channels of an E1 whose bits stand in timeslot 16."""


def readings(
    spans: Iterable[Span],
    groups: Mapping[int, int],
    established: Mapping[int, bool] | None,
    busy: Mapping[int, str] | None,
    blocked: frozenset[int] = frozenset(),
) -> tuple[Reading, ...]:
    """`groups` by channel; `established` D-channels by span and `busy` by channel, None where Asterisk says nothing;
    `blocked` are the channels that an exchange blocks.
    """
    return tuple(_reading(span, groups, established, busy, blocked) for span in spans)


def d_channels(rows: Iterable[Mapping[str, str]]) -> dict[int, bool]:
    """Whether one of its D-channels is up, by span, from the answer to PRIShowSpans."""
    found: dict[int, bool] = {}
    for row in rows:
        if (span := row.get("Span", "")).isdigit():
            found[int(span)] = found.get(int(span), False) or row.get("Up") == "Yes"
    return found


def taken(rows: Iterable[Mapping[str, str]]) -> dict[int, str]:
    """The channel in Asterisk on each of DAHDI's that has one, from the answer to DAHDIShowChannels."""
    return {
        int(number): row["Uniqueid"]
        for row in rows
        if (number := row.get("DAHDIChannel", "")).isdigit() and row.get("Uniqueid")
    }


def blocked(shown: str) -> frozenset[int]:
    """The channels whose far end is blocked, from the table `mfcr2 show channels`: received bits stand last."""
    rows = (line.split() for line in shown.splitlines())
    return frozenset(int(row[0]) for row in rows if row and row[0].isdigit() and row[-1] == "BLOCK")


def linksets(shown: str) -> dict[int, int]:
    """The linkset of each channel with SS7, from the table `ss7 show channels`."""
    return {int(row[1]): int(row[0]) for row in _circuits(shown)}


def blocked_circuits(shown: str) -> frozenset[int]:
    """The channels that the exchange blocks, from the table `ss7 show channels`: its word stands fifth."""
    return frozenset(int(row[1]) for row in _circuits(shown) if row[4] == "Yes")


def linkset_up(shown: str) -> bool | None:
    """What `ss7 show linkset` says of one; None where it says nothing."""
    state = LINKSET.search(shown)
    return state["state"] == "Up" if state else None


def _circuits(shown: str) -> Iterable[list[str]]:
    rows = (line.split() for line in shown.splitlines())
    return (row for row in rows if len(row) > 4 and row[0].isdigit() and row[1].isdigit())


def _reading(
    span: Span,
    groups: Mapping[int, int],
    established: Mapping[int, bool] | None,
    busy: Mapping[int, str] | None,
    blocked: frozenset[int],
) -> Reading:
    numbers = [channel.number for channel in span.channels]
    ports = [channel for channel in span.channels if channel.signalling.startswith(ANALOG)]
    return Reading(
        number=span.number,
        name=span.name or str(span.number),
        description=span.description,
        digital=not ports,
        channels=len(numbers),
        signals=frozenset(signal for alarm, signal in SIGNALS.items() if alarm in span.alarms),
        d_channel=_d_channel(span, established),
        counters=Counters(**{item.name: getattr(span.counters, item.name) for item in fields(Counters)}),
        busy=None if busy is None else {number: busy[number] for number in numbers if number in busy},
        ports_out=tuple(port.number for port in ports if _unplugged(port)),
        blocked=blocked & frozenset(numbers),
        master=span.master,
        clock_source=span.clock_source,
        crc4="CRC4" in span.coding,
        groups=_groups(numbers, groups),
        slots=tuple(numbers),
        links=_links(span),
    )


def _groups(numbers: Iterable[int], groups: Mapping[int, int]) -> dict[int, frozenset[int]]:
    grouped = [(groups[number], number) for number in numbers if number in groups]
    return {group: frozenset(number for own, number in grouped if own == group) for group, _ in grouped}


def _links(span: Span) -> frozenset[int]:
    """On an E1 without a D-channel timeslot 16 signals for the others, and nobody configures it (ITU-T G.704)."""
    found = frozenset(channel.number for channel in span.channels if channel.signalling in LINKS)
    if found or len(span.channels) != SLOTS:
        return found
    sixteenth = span.channels[SIXTEENTH]
    by_bits = any(channel.signalling in BY_BITS for channel in span.channels)
    return frozenset({sixteenth.number} if by_bits and sixteenth.signalling not in BY_BITS else ())


def _d_channel(span: Span, established: Mapping[int, bool] | None) -> DChannel:
    """Circuits of SS7 depend on their linkset's link, wherever that runs."""
    up = (established or {}).get(span.number)
    if up is None and not any(channel.signalling in LINKS for channel in span.channels):
        return DChannel.NONE
    return {None: DChannel.UNKNOWN, True: DChannel.UP, False: DChannel.DOWN}[up]


def _unplugged(port: Channel) -> bool:
    """A port that faces an exchange, without battery."""
    return port.signalling.startswith(EXCHANGE_LINE) and Alarm.RED in port.alarms
