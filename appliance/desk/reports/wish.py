"""A question as people keep it: its period by name, its columns by choice."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from typing import Any

from appliance.desk.reports.columns import COLUMNS, Column
from appliance.desk.reports.errors import ReportKindUnknown, ReportPeriodInvalid
from appliance.desk.reports.model import Against, Kind, Question
from appliance.desk.reports.spans import LONGEST, NAMED, part_for, span

SHOWN = 40
"""Characters of a wrong value that are shown."""
MOST_NAMES, LONGEST_NAME = 200, 100


@dataclass(frozen=True, slots=True)
class Wish:
    """`period` is one of spans.NAMED, `since` and `until` are days or moments of a chosen one.

    "" as `by` is what fits; without `columns` all are shown, without `names` everything that may be seen.
    """

    kind: Kind
    period: str = "today"
    since: str = ""
    until: str = ""
    by: str = ""
    against: Against = Against.NOTHING
    names: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def question(self, now: datetime, zone: tzinfo) -> Question:
        """What is asked at that moment; raises ReportPeriodInvalid."""
        since, until = span(self.period, now, zone, self.since, self.until)
        return Question(self.kind, since, until, part_for(self.by, since, until), self.names, self.against)

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns in the report's own order."""
        chosen = [one for one in COLUMNS[self.kind] if one.figure in self.columns]
        return tuple(chosen) or COLUMNS[self.kind]

    @property
    def address(self) -> dict[str, Any]:
        """The same as the fields of an address."""
        told = asdict(self)
        plain = {name: str(told[name]) for name in ("period", "since", "until", "by", "against") if told[name]}
        lists = {"name": list(self.names), "show": list(self.columns)}
        return {"kind": self.kind.value, **plain, **{name: some for name, some in lists.items() if some}}


def wish(
    kind: str,
    period: str = "",
    since: str = "",
    until: str = "",
    by: str = "",
    against: str = "",
    names: Iterable[str] = (),
    columns: Iterable[str] = (),
) -> Wish:
    """The wish of those words, without columns that there are not; raises ReportKindUnknown and ReportPeriodInvalid."""
    try:
        of = Kind(kind)
    except ValueError:
        raise ReportKindUnknown(name=kind[:SHOWN]) from None
    try:
        beside = Against(against)
    except ValueError:
        raise ReportPeriodInvalid(since=against[:SHOWN], until="", longest=LONGEST.days) from None
    if (period or "today") not in NAMED:
        raise ReportPeriodInvalid(since=period[:SHOWN], until="", longest=LONGEST.days)
    asked = frozenset(columns)
    known = tuple(one.figure for one in COLUMNS[of] if one.figure in asked)
    named = tuple(name[:LONGEST_NAME] for name in names)[:MOST_NAMES]
    chosen = (since[:SHOWN], until[:SHOWN]) if period == "chosen" else ("", "")
    return Wish(of, period or "today", *chosen, by[:SHOWN], beside, named, known)


def wish_told(one: Wish) -> dict[str, Any]:
    """A wish as JSON values."""
    return asdict(one) | {"names": list(one.names), "columns": list(one.columns)}


def wish_of(value: Mapping[str, Any]) -> Wish:
    """The inverse of `wish_told`; raises what `wish` raises."""
    return wish(**value)
