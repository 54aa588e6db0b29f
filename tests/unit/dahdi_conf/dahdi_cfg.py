"""system.conf read as dahdi_cfg reads it: its grammar, and what it refuses, written down from its documentation."""

from dahdi_conf import slots

FRAMINGS, CODINGS = {"d4", "esf", "ccs", "cas"}, {"ami", "b8zs", "hdb3"}
OPTIONS = {"crc4", "yellow", "nt", "te", "term"}
SIGNALS = {
    "fxsls",
    "fxsgs",
    "fxsks",
    "fxols",
    "fxogs",
    "fxoks",
    "bchan",
    "dchan",
    "hardhdlc",
    "mtp2",
    "cas",
    "e&m",
    "e&me1",
}
LAWS = {"alaw", "mulaw"}
CANCELLERS = {"mg2", "kb1", "sec", "sec2", "jpah", "oslec", "hwec"}


class RefusedError(Exception):
    """What dahdi_cfg would refuse, with the line."""


def configured(text: str) -> dict[int, str]:
    """Each channel with its keyword."""
    channels: dict[int, str] = {}
    spans: dict[int, list[str]] = {}
    for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
        keyword, equals, value = line.partition("=")
        try:
            _read(keyword.strip(), value.strip(), channels, spans)
        except (ValueError, KeyError) as fault:
            raise RefusedError(line) from fault
        if not equals:
            raise RefusedError(line)
    timings = sorted(int(fields[1]) for fields in spans.values() if fields[1] != "0")
    if timings != list(range(1, len(timings) + 1)):
        raise RefusedError(f"timings {timings}")
    return channels


def _read(keyword: str, value: str, channels: dict[int, str], spans: dict[int, list[str]]) -> None:
    if keyword == "span":
        fields = value.split(",")
        if int(fields[0]) in spans or not _span(fields):
            raise ValueError(value)
        spans[int(fields[0])] = fields
    elif keyword in SIGNALS:
        listed, _, bits = value.partition(":")
        if (keyword == "cas") != (len(bits) == 4 and set(bits) <= {"0", "1"}):
            raise ValueError(value)
        _configure(keyword, listed, channels)
    elif keyword == "echocanceller":
        name, _, listed = value.partition(",")
        if name not in CANCELLERS or not set(slots.parse(listed)) <= channels.keys():
            raise ValueError(value)
    elif keyword in LAWS:
        if not set(slots.parse(value)) <= channels.keys():
            raise ValueError(value)
    elif keyword not in ("loadzone", "defaultzone") or len(value) != 2:
        raise ValueError(keyword)


def _span(fields: list[str]) -> bool:
    number, timing, build_out = (int(field) for field in fields[:3])
    return (
        5 <= len(fields) <= 9
        and 1 <= number <= 127
        and 0 <= timing <= 255
        and 0 <= build_out <= 7
        and fields[3] in FRAMINGS
        and fields[4] in CODINGS
        and set(fields[5:]) <= OPTIONS
    )


def _configure(keyword: str, listed: str, channels: dict[int, str]) -> None:
    for channel in slots.parse(listed):
        if channel in channels or not 1 <= channel <= 1023:
            raise ValueError(f"channel {channel} already configured")
        channels[channel] = keyword
