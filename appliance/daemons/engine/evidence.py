"""What is known of a span, as evidence for its diagnosis: pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from appliance.contact.calls import events as facts
from appliance.events import Event
from appliance.node.lines.model import Condition
from dahdi_conf.diagnosis.evidence import R2, Clock, Counts, DChannel, Evidence, Isdn, Port, Question

KINDS = (facts.LEG_OPENED, facts.LEG_ANSWERED, facts.LEG_ENDED)
NOTICE = re.compile(r"PRI Error on span (?P<span>\d+): (?P<text>.*)")
R2_ERROR = re.compile(r"MFC/R2 protocol error on chan (?P<channel>\d+): (?P<text>.*)")
FRAMES = re.compile(r"Q921 (RX|TX): (\d+)")
SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")


def evidence(
    condition: Condition,
    all_: Iterable[Condition],
    counts: Mapping[str, int],
    lines: Sequence[str],
    options: Mapping[str, str],
    calls: tuple[tuple[int, ...], int],
    answers: Mapping[Question, bool],
    frames: tuple[int, int] | None = None,
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
        clock=Clock(source=reading.clock_source, sources=sources),
        d_channel=DChannel(reading.d_channel.value),
        isdn=_isdn(reading.number, lines, options, calls, frames) if reading.d_channel.value != "none" else None,
        r2=_r2(channels, lines, options, len(reading.blocked)) if options.get("signalling") == "mfcr2" else None,
        ports=tuple(Port(number, battery=False) for number in reading.ports_out),
        answers=answers,
    )


def span_options(text: str, span: int) -> dict[str, str]:
    """The options of one span in the chan_dahdi.conf that we render."""
    found: dict[str, str] = {}
    here = False
    for line in text.splitlines():
        if match := SECTION.match(line):
            here = match["name"].split("-")[:2] == ["span", str(span)]
        elif here and "=" in line:
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip()
    return found


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


def frames(shown: str) -> tuple[int, int] | None:
    """How many Q.921 frames were sent and received, from `pri show span`; None where it does not say."""
    counts = dict(FRAMES.findall(shown))
    return (int(counts["TX"]), int(counts["RX"])) if counts.keys() >= {"TX", "RX"} else None


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


def _r2(channels: Collection[int], lines: Sequence[str], options: Mapping[str, str], blocked: int) -> R2:
    said = (match for line in lines if (match := R2_ERROR.search(line)))
    return R2(
        variant=options.get("mfcr2_variant", ""),
        far_end_blocked=blocked,
        dnis_digits=int(options.get("mfcr2_max_dnis", "0")),
        errors=tuple(match["text"].strip() for match in said if int(match["channel"]) in channels),
    )
