"""What is known of a span, as evidence for its diagnosis: pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.contact.calls import events as facts
from appliance.events import Event
from appliance.node.lines.model import Condition, Reading
from appliance.node.lines.model import DChannel as LineDChannel
from dahdi_conf.diagnosis.evidence import (
    R2,
    Arrived,
    Clock,
    Counts,
    DChannel,
    Evidence,
    Isdn,
    Port,
    Question,
    Sound,
    Ss7,
)
from dahdi_conf.render.asterisk import busy_tone

SS7 = "ss7"
KINDS = (facts.OPENED, facts.LEG_OPENED, facts.LEG_ANSWERED, facts.LEG_ENDED)
NOTICE = re.compile(r"PRI Error on span (?P<span>\d+): (?P<text>.*)")
R2_ERROR = re.compile(r"MFC/R2 protocol error on chan (?P<channel>\d+): (?P<text>.*)")
R2_STEP = re.compile(r"MFC/R2 call (?P<step>detected on chan|offered on chan|end on channel) (?P<channel>\d+)")
SS7_POINT = re.compile(r"\[(?P<linkset>\d+)\] Received message destined for point code 0x(?P<code>[0-9a-f]+)")
SS7_CIRCUIT = re.compile(r"unconfigured (?:range CIC|CIC/DPC) (?P<circuit>\d+(?: - \d+)?)(?:/| PC )(?P<code>\d+)")
FRAMES = re.compile(r"Q921 (RX|TX): (\d+)")
NOTHING = Arrived()
INBOUND = "inbound"
RUNG = timedelta(seconds=20)
"""How long a call out must have been before its never having been answered is strange."""
SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Heard:
    """What one port with a call on it gives to hear at this moment; the loss in dB, of a test call."""

    cadence: str = ""
    silent: bool = False
    echo_loss: float | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Calls out by a trunk: those that rang long enough for anybody to answer, or were answered; and the latter."""

    calls: int = 0
    answered: int = 0


def evidence(
    condition: Condition,
    all_: Iterable[Condition],
    counts: Mapping[str, int],
    lines: Sequence[str],
    options: Mapping[str, str],
    calls: tuple[tuple[int, ...], int],
    answers: Mapping[Question, bool],
    frames: tuple[int, int] | None = None,
    *,
    arrived: Arrived = NOTHING,
    ports: Iterable[Port] = (),
    sound: Sound | None = None,
    takes_clock: bool = True,
) -> Evidence:
    """`lines` end Asterisk's log, `options` are the span's in chan_dahdi.conf, `calls` as `outgoing` gives them;
    `frames` were sent and received on the D-channel while somebody looked.
    """
    channels = frozenset(number for group in condition.reading.groups.values() for number in group)
    reading, seconds = condition.reading, counts.get("seen_ms", 0) / 1000
    names = ("code_violations", "crc4_errors", "far_errors", "frame_errors", "slips", "alarms")
    sources = sum(one.reading.clock_source for one in all_)
    return Evidence(
        span=reading.number,
        digital=reading.digital,
        signals=frozenset(signal.value for signal in reading.signals),
        crc4=reading.crc4,
        counts=Counts(seconds, **{name: counts.get(name, 0) for name in names}),
        clock=Clock(taken=takes_clock, source=reading.clock_source, sources=sources),
        d_channel=DChannel(reading.d_channel.value),
        isdn=_isdn(reading.number, lines, options, calls, frames) if _is_isdn(reading, options) else None,
        ss7=_ss7(lines, options) if options.get("signalling") == SS7 else None,
        r2=_r2(channels, lines, options, condition, arrived) if options.get("signalling") == "mfcr2" else None,
        ports=tuple(ports),
        sound=sound,
        arrived=arrived,
        answers=answers,
    )


def exchange_ports(
    text: str,
    channels: Iterable[int],
    out: Collection[int],
    heard: Mapping[int, Heard],
    cancellers: Mapping[int, str],
    placed: Mapping[int, Placed],
) -> Iterator[Port]:
    """The analog ports of a span that face an exchange, as that chan_dahdi.conf sets them; those `out` lack battery.

    `placed` is by the number of the group; a port that waits for reversals to answer has had one with each answer.
    """
    for number in channels:
        options = section(text, "port", number)
        if not options.get("signalling", "").startswith("fxs"):
            continue
        now, calls = heard.get(number, Heard()), placed.get(int(options.get("group", "0")), Placed())
        reversal_answers = options.get("answeronpolarityswitch") == "yes"
        yield Port(
            number,
            battery=number not in out,
            busy_tone=busy_tone(options.get("busypattern", "")),
            tone_now=now.cadence,
            silent_now=now.silent,
            answer_on_polarity=reversal_answers,
            hangup_on_polarity=options.get("hanguponpolarityswitch") == "yes",
            calls_out=calls.calls,
            reversals_at_answer=calls.answered if reversal_answers else 0,
            echo_canceller=cancellers.get(number, ""),
            echo_loss=now.echo_loss,
        )


def since(lines: Sequence[str], moment: datetime) -> list[str]:
    """The lines of Asterisk's log, which has the machine's local time, that were written after a moment.

    Some lines have no time: they were written after the line before them.
    """
    start = f"[{moment.astimezone():%Y-%m-%d %H:%M:%S}"
    first = next((place for place, line in enumerate(lines) if line.startswith("[") and line >= start), len(lines))
    return list(lines[first:])


def span_options(text: str, span: int) -> dict[str, str]:
    """The options of one span in the chan_dahdi.conf that we render."""
    return section(text, "span", span)


def section(text: str, kind: str, number: int) -> dict[str, str]:
    """The options of a `span` or `port` in the chan_dahdi.conf that we render."""
    found: dict[str, str] = {}
    here = False
    for line in text.splitlines():
        if match := SECTION.match(line):
            here = match["name"].split("-")[:2] == [kind, str(number)]
        elif here and "=" in line:
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip()
    return found


def incoming(events: Iterable[Event], trunks: Collection[str]) -> tuple[str, ...]:
    """The numbers for which calls came in by one of the trunks."""
    return tuple(
        event.data["dialled"]
        for event in events
        if event.kind == facts.OPENED and event.data.get("trunk") in trunks and event.data["direction"] == INBOUND
    )


def last_offered(events: Iterable[Event], trunks: Collection[str]) -> datetime | None:
    """When the last call came in by one of the trunks."""
    came = (event for event in events if event.kind == facts.OPENED and event.data.get("trunk") in trunks)
    return max((event.at for event in came if event.data["direction"] == INBOUND), default=None)


def takes_clock(system: str, span: int) -> bool:
    """Whether that system.conf has the span as a source of the clock."""
    found = [line.partition("=")[2].split(",") for line in system.splitlines() if line.startswith("span=")]
    return next((fields[1] != "0" for fields in found if fields[0] == str(span) and len(fields) > 1), True)


def outgoing(events: Iterable[Event], trunks: Collection[str]) -> tuple[tuple[int, ...], int]:
    """The causes of calls that went out by one of the trunks and failed, and how many were answered."""
    ours, answered, causes = set[object](), set[object](), list[int]()
    for event in events:
        if event.kind == facts.LEG_OPENED and event.data.get("trunk") in trunks:
            ours.add(event.leg)
        elif event.kind == facts.LEG_ANSWERED and event.leg in ours:
            answered.add(event.leg)
        elif event.kind == facts.LEG_ENDED and event.leg in ours - answered:
            causes.append(int(event.data["cause"]))
    return tuple(causes), len(answered)


def placed(events: Iterable[Event], trunks: Collection[str]) -> Placed:
    """How the calls went that were placed by one of the trunks; what ended sooner than RUNG proves nothing."""
    begun: dict[object, datetime] = {}
    calls = answered = 0
    for event in events:
        if event.kind == facts.LEG_OPENED and event.data.get("trunk") in trunks:
            begun[event.leg] = event.at
        elif event.kind == facts.LEG_ANSWERED and event.leg in begun:
            del begun[event.leg]
            calls, answered = calls + 1, answered + 1
        elif event.kind == facts.LEG_ENDED and event.leg in begun:
            calls += event.at - begun.pop(event.leg) >= RUNG
    return Placed(calls, answered)


def frames(shown: str) -> tuple[int, int] | None:
    """How many Q.921 frames were sent and received, from `pri show span`; None where it does not say."""
    counts = dict(FRAMES.findall(shown))
    return (int(counts["TX"]), int(counts["RX"])) if counts.keys() >= {"TX", "RX"} else None


def _is_isdn(reading: Reading, options: Mapping[str, str]) -> bool:
    return reading.d_channel is not LineDChannel.NONE and options.get("signalling") != SS7


def _ss7(lines: Sequence[str], options: Mapping[str, str]) -> Ss7:
    linkset = options.get("linkset", "1")
    adjacent = int(options.get("adjpointcode", "0"))
    there = {adjacent, int(options.get("defaultdpc", "0"))}
    points = (match for line in lines if (match := SS7_POINT.search(line)))
    circuits = (match for line in lines if (match := SS7_CIRCUIT.search(line)))
    return Ss7(
        own_point=int(options.get("pointcode", "0")),
        adjacent_point=adjacent,
        strange_points=tuple(int(match["code"], 16) for match in points if match["linkset"] == linkset),
        strange_circuits=tuple(match["circuit"] for match in circuits if int(match["code"]) in there),
    )


def _isdn(
    span: int,
    lines: Sequence[str],
    options: Mapping[str, str],
    calls: tuple[tuple[int, ...], int],
    frames: tuple[int, int] | None,
) -> Isdn:
    said = (match for line in lines if (match := NOTICE.search(line)))
    return Isdn(
        network_side=options.get("signalling", "").startswith(("pri_net", "bri_net")),
        switch_type=options.get("switchtype", ""),
        frames_sent=frames[0] if frames else None,
        frames_received=frames[1] if frames else None,
        notices=tuple(match["text"].strip() for match in said if int(match["span"]) == span),
        causes=calls[0],
        calls_answered=calls[1],
    )


def _r2(
    channels: Collection[int],
    lines: Sequence[str],
    options: Mapping[str, str],
    condition: Condition,
    arrived: Arrived,
) -> R2:
    said = (match for line in lines if (match := R2_ERROR.search(line)))
    return R2(
        variant=options.get("mfcr2_variant", ""),
        far_end_blocked=len(condition.reading.blocked),
        dnis_digits=int(options.get("mfcr2_max_dnis", "0")),
        errors=tuple(match["text"].strip() for match in said if int(match["channel"]) in channels),
        taken_back=_taken_back(channels, lines),
        digits_received=tuple(map(len, arrived.numbers)),
    )


def _taken_back(channels: Collection[int], lines: Sequence[str]) -> int:
    """How many calls, the last ones in a row, the exchange began on the channels and ended before they were offered."""
    steps = (match for line in lines if (match := R2_STEP.search(line)) and int(match["channel"]) in channels)
    count, begun = 0, set[str]()
    for match in steps:
        if match["step"].startswith("detected"):
            begun.add(match["channel"])
        elif match["step"].startswith("offered"):
            begun.discard(match["channel"])
            count = 0
        elif match["channel"] in begun:
            begun.discard(match["channel"])
            count += 1
    return count
