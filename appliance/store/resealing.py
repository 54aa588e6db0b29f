"""Sealed values inside the documents, closed anew in place: what a document says stays, so it gets no new version."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Engine, select, update

from appliance.store.engine import alone, reading
from appliance.store.tables.configuration import ConfigRow

Reseal = Callable[[str, str, str], str]
"""The value closed anew, of a document's kind, key and present value."""


def reseal(engine: Engine, fields: Mapping[str, str], anew: Reseal) -> int:
    """Close the field of each kind in `fields` anew in every version, all or none; how many versions changed.

    Equal values stay equal, so that versions differ by what they said before.
    """
    known: dict[tuple[str, str, str], str] = {}
    changed = 0
    with engine.begin() as connection:
        alone(connection, "configuration")
        for row in connection.execute(_sealed(fields)).all():
            value = row.body.get(fields[row.kind])
            if not value:
                continue
            place = (row.kind, row.key, value)
            known[place] = known[place] if place in known else anew(*place)
            if known[place] != value:
                at = (ConfigRow.kind == row.kind, ConfigRow.key == row.key, ConfigRow.version == row.version)
                body = {**row.body, fields[row.kind]: known[place]}
                connection.execute(update(ConfigRow).where(*at).values(body=body))
                changed += 1
    return changed


def sealed_values(engine: Engine, fields: Mapping[str, str]) -> list[str]:
    """Every sealed value of every version."""
    with reading(engine) as connection:
        rows = connection.execute(_sealed(fields)).all()
    return [value for row in rows if (value := row.body.get(fields[row.kind]))]


def _sealed(fields: Mapping[str, str]) -> Any:
    columns = (ConfigRow.kind, ConfigRow.key, ConfigRow.version, ConfigRow.body)
    return select(*columns).where(ConfigRow.kind.in_(fields))
