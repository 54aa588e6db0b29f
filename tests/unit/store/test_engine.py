"""How a database URL is read; nothing is connected."""

import pytest
from sqlalchemy.exc import ArgumentError

from appliance.store.engine import open_engine


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg_3(scheme: str) -> None:
    engine = open_engine(f"{scheme}://callstead:secret@db.example/callstead")
    assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")
    assert engine.url.password == "secret"


def test_what_is_no_url_is_refused() -> None:
    with pytest.raises(ArgumentError):
        open_engine("callstead.db")
