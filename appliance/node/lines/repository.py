"""The quarters of spans in the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Engine, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from appliance.node.lines.model import Quarter
from appliance.node.lines.tally import together
from appliance.store.engine import alone, reading
from appliance.store.tables.lines import SpanQuarterRow

ROWS = cast("Table", SpanQuarterRow.__table__)


class SpanHistory:
    """See ports.History."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, quarters: Iterable[Quarter]) -> None:
        with self._engine.begin() as connection:
            alone(connection, "span_quarter")
            for quarter in quarters:
                _put(connection, quarter)

    def of(self, span: str, since: datetime, until: datetime) -> list[Quarter]:
        wanted = select(ROWS).where(ROWS.c.span == span, ROWS.c.start >= since, ROWS.c.start < until)
        with reading(self._engine) as connection:
            return [Quarter(*row) for row in connection.execute(wanted.order_by(ROWS.c.start))]

    def forget(self, before: datetime) -> None:
        """Drop what is older."""
        with self._engine.begin() as connection:
            connection.execute(delete(ROWS).where(ROWS.c.start < before))


def _put(connection: Connection, quarter: Quarter) -> None:
    key = (ROWS.c.span == quarter.span) & (ROWS.c.start == quarter.start)
    present = connection.execute(select(ROWS.c.counts).where(key)).scalar_one_or_none() or {}
    counts = together(present, quarter.counts)
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    add = dialect.insert(ROWS).values(span=quarter.span, start=quarter.start, counts=counts)
    change = add.on_conflict_do_update(index_elements=[ROWS.c.span, ROWS.c.start], set_={"counts": counts})
    connection.execute(change)
