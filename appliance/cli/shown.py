"""JSON values as a person reads them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum
from typing import Any
from unicodedata import category

from appliance.cli.table import fields, table
from appliance.cli.words import Words

NOTHING = "-"


class Kind(Enum):
    """How a value is meant."""

    TEXT = "text"
    NUMBER = "number"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    BYTES = "bytes"
    PERCENT = "percent"
    STATE = "state"
    MOMENT = "moment"
    TRUTH = "truth"


_UNSEEN = ("Cc", "Cf", "Cs")
_AT_RIGHT = {Kind.NUMBER, Kind.SECONDS, Kind.MILLISECONDS, Kind.BYTES, Kind.PERCENT}


@dataclass(frozen=True, slots=True)
class Column:
    """The field `key` of an object; `label` names its text where that is not `key`."""

    key: str
    kind: Kind = Kind.TEXT
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Shows values in one language and time zone; the zone is asked for when the first time is shown."""

    words: Words
    zone: Callable[[], tzinfo]

    def cell(self, kind: Kind, value: Any) -> str:
        """One value on one line; `-` for nothing."""
        if value is None or value in ("", [], {}):
            return NOTHING
        return _SHOWN[kind](self, value)

    def table(self, columns: Iterable[Column], rows: Iterable[Mapping[str, Any]]) -> str:
        """Objects below one another; one line that says so when there are none."""
        wanted, given = tuple(columns), tuple(rows)
        if not given:
            return self.words.text("text", "none")
        cells = [[self.cell(item.kind, row.get(item.key)) for item in wanted] for row in given]
        return table([self._label(item) for item in wanted], cells, [item.kind in _AT_RIGHT for item in wanted])

    def fields(self, columns: Iterable[Column], row: Mapping[str, Any]) -> str:
        """One object, a line for each field."""
        return fields([(self._label(item), self.cell(item.kind, row.get(item.key))) for item in columns])

    def _label(self, column: Column) -> str:
        return self.words.label(column.label or column.key)


def clock_time(seconds: float) -> str:
    """Seconds as m:ss, from an hour on as h:mm:ss; part seconds are dropped."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def size(count: int) -> str:
    """Bytes with a decimal unit (IEC 80000-13): 1500 is `1.5 kB`."""
    value, units = float(count), ["B", "kB", "MB", "GB", "TB"]
    while value >= 1000 and len(units) > 1:
        value /= 1000
        units.pop(0)
    return f"{value:.0f} B" if units[0] == "B" else f"{value:.1f} {units[0]}"


def plain(value: Any) -> str:
    """Any JSON value on one line: lists by comma, objects as `key=value`; control characters are left out."""
    if isinstance(value, Mapping):
        return " ".join(f"{plain(key)}={plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(plain, value))
    if value is None or isinstance(value, bool):
        return {None: NOTHING, True: "true", False: "false"}[value]
    return "".join(char for char in " ".join(str(value).split()) if category(char) not in _UNSEEN)


def moment(value: str, zone: tzinfo) -> str:
    """An ISO 8601 time in `zone`, to the second."""
    return datetime.fromisoformat(value).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _truth(reader: Reader, value: Any) -> str:
    return reader.words.text("text", "yes" if value else "no")


_SHOWN: Mapping[Kind, Callable[[Reader, Any], str]] = {
    Kind.TEXT: lambda _, value: plain(value),
    Kind.NUMBER: lambda _, value: plain(value),
    Kind.SECONDS: lambda _, value: clock_time(value),
    Kind.MILLISECONDS: lambda _, value: clock_time(value / 1000),
    Kind.BYTES: lambda _, value: size(value),
    Kind.PERCENT: lambda _, value: f"{value:.1f} %",
    Kind.STATE: lambda reader, value: reader.words.state(plain(value)),
    Kind.MOMENT: lambda reader, value: moment(value, reader.zone()),
    Kind.TRUTH: _truth,
}
