"""A report as a file holds it: titles, tables of values and their definitions, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from appliance.desk.reports.columns import Unit


class Form(StrEnum):
    """Kinds of files."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


MEDIA = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PDF: "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; `counted` says how its figure is counted."""

    figure: str
    text: str
    unit: Unit
    counted: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `values` by the heads, `before` those of the period that it is compared with, None without one."""

    name: str
    label: str
    since: datetime
    until: datetime
    values: tuple[float | None, ...]
    before: tuple[float | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Lines under the head of their names; `total` stands below them."""

    title: str
    first: str
    rows: tuple[Row, ...]
    total: Row | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What files say beside figures."""

    begins: str
    ends: str
    table: str
    own_name: str
    before: str
    change: str
    definitions: str
    figure: str
    counted: str
    page: str
    seconds: str
    nothing: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole report: `about` names the period, what it is compared with, its scope, and who made it when."""

    title: str
    period: str
    about: Sequence[tuple[str, str]]
    heads: tuple[Head, ...]
    names: Table
    parts: Table
    words: Words

    @property
    def rows(self) -> int:
        """How many lines of figures there are."""
        return len(self.names.rows) + len(self.parts.rows) + 1

    @property
    def compared(self) -> bool:
        total = self.names.total
        return total is not None and total.before is not None
