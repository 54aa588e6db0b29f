"""What a finding asks to be set otherwise, where it says so exactly: settings of one line, to be applied. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeAlias

from dahdi_conf.diagnosis.evidence import Finding
from dahdi_conf.intent import Clock, Intent, Peer, PortIntent, Side, SpanIntent, Use

Values: TypeAlias = Mapping[str, str | int | float]
Line: TypeAlias = SpanIntent | PortIntent
Setting: TypeAlias = tuple[str, Any]

AIM, STEP, MOST = -10.0, 0.5, 6.0
"""The dBm0 at which a test tone is to arrive (ITU-T G.101); steps of a gain, and how far it is moved at once, dB.

Beyond, the cable or the exchange is at fault, and amplifying brings echo (G.122).
"""


@dataclass(frozen=True, slots=True)
class Remedy:
    """`table` is spans or ports, `line` its key in the document, `setting` the field (`isdn.side`); for `code`."""

    table: str
    line: str
    setting: str
    before: Any
    after: Any
    code: str


def remedies(
    intent: Intent, rows: Iterable[Mapping[str, Any]], span: int, found: Iterable[Finding], tested: int = 0
) -> list[Remedy]:
    """What to set otherwise on that span, in the order of the findings; nothing for those that only people can mend.

    `rows` are the lines in force as `outline.rows` tells them; `tested` is the channel of the test call that found
    what names no port. A setting that is as it should be is no remedy.
    """
    lines = [row for row in rows if row["span"] == span]
    asked = (item for finding in found for item in _asked(intent, lines, finding, tested))
    first: dict[tuple[str, str], Remedy] = {}
    for item in asked:
        if item.before != item.after:
            first.setdefault((item.line, item.setting), item)
    return list(first.values())


def mended(intent: Intent, wanted: Iterable[Remedy]) -> Intent:
    """The intent with the remedies in it; one of a line that is no longer there does nothing."""
    spans, ports = dict(intent.spans), dict(intent.ports)
    for item in wanted:
        if item.table == "spans" and item.line in spans:
            spans[item.line] = _with(spans[item.line], item.setting, item.after)
        elif item.table == "ports" and item.line in ports:
            ports[item.line] = _with(ports[item.line], item.setting, item.after)
    return replace(intent, spans=spans, ports=ports)


def plain(value: Any) -> Any:
    """A setting as the document writes it."""
    return value.value if isinstance(value, Enum) else value


def _asked(intent: Intent, lines: list[Mapping[str, Any]], finding: Finding, tested: int) -> Iterator[Remedy]:
    if rule := SPANS.get(finding.code):
        for key in (row["line"] for row in lines if row["line"] in intent.spans):
            yield from _of("spans", key, intent.spans[key], rule, finding)
    if rule := PORTS.get(finding.code):
        for key in _ports(intent, lines, finding.values.get("channel", tested)):
            yield from _of("ports", key, intent.ports[key], rule, finding)


def _ports(intent: Intent, lines: list[Mapping[str, Any]], channel: str | int | float) -> list[str]:
    keys = [row["line"] for row in lines if row["channels"] == str(channel)]
    return [key for key in keys if key in intent.ports and intent.ports[key].use is Use.LINE]


def _of(table: str, key: str, line: Line, rule: "Rule", finding: Finding) -> Iterator[Remedy]:
    for setting, after in rule(line, finding.values):
        yield Remedy(table, key, setting, _value(line, setting), after, finding.code)


def _value(line: Any, setting: str) -> Any:
    for name in setting.split("."):
        line = getattr(line, name)
    return line


def _with(line: Any, setting: str, value: Any) -> Any:
    name, _, rest = setting.partition(".")
    return replace(line, **{name: _with(getattr(line, name), rest, value) if rest else value})


Rule: TypeAlias = Callable[[Any, Values], Iterable[Setting]]


def _fixed(*settings: Setting) -> Rule:
    return lambda line, values: settings


def _gain(line: PortIntent, values: Values) -> Iterable[Setting]:
    wanted = AIM - float(values["level"])
    step = max(-MOST, min(MOST, round(wanted / STEP) * STEP))
    return [("rx_gain", line.rx_gain + step)]


SPANS: Mapping[str, Rule] = {
    "crc4-missing": _fixed(("crc4", False)),
    "clock-given": lambda line, values: [("clock", Clock.TAKE)] if line.peer is Peer.CARRIER else [],
    "isdn-same-side": lambda line, values: [("isdn.side", Side(str(values["other"])))],
    "r2-digits": lambda line, values: [("r2.dnis_digits", int(values["came"]))],
    "call-echo": _fixed(("echo_cancel", True)),
}
PORTS: Mapping[str, Rule] = {
    "other-busy-tone": lambda line, values: [("busy_tone", str(values["heard"])), ("busy_detect", True)],
    "polarity-missing": _fixed(("answer_on_polarity", False)),
    "polarity-unused": _fixed(("answer_on_polarity", True), ("hangup_on_polarity", True)),
    "echo-uncancelled": _fixed(("echo_cancel", True)),
    "level-low": _gain,
    "level-high": _gain,
}
