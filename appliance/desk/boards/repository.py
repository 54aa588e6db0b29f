"""Boards in the database."""

from datetime import datetime
from typing import cast

from sqlalchemy import Engine, Row, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from appliance.desk.boards.document import tile_of, told
from appliance.desk.boards.model import Board
from appliance.store.engine import reading
from appliance.store.tables.boards import BoardRow

BOARDS = cast("Table", BoardRow.__table__)


class Boards:
    """The boards that people have made."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> tuple[Board, ...]:
        """By title."""
        with reading(self._engine) as connection:
            return tuple(_board(row) for row in connection.execute(select(BOARDS).order_by(BOARDS.c.title)))

    def find(self, name: str) -> Board | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(BOARDS).where(BOARDS.c.name == name)).first()
        return _board(row) if row else None

    def add(self, board: Board, at: datetime) -> bool:
        """False when the name is taken."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(BOARDS), {"name": board.name, **_values(board, at)})
        except IntegrityError:
            return False
        return True

    def change(self, board: Board, at: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(BOARDS).where(BOARDS.c.name == board.name).values(_values(board, at)))

    def remove(self, name: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(BOARDS).where(BOARDS.c.name == name))


def _values(board: Board, at: datetime) -> dict[str, object]:
    tiles = [told(tile) for tile in board.tiles]
    return {"title": board.title, "tiles": tiles, "screen": board.screen, "changed_at": at}


def _board(row: Row[tuple[object, ...]]) -> Board:
    return Board(row.name, row.title, tuple(tile_of(tile) for tile in row.tiles), row.screen)
