"""Boards made, changed and shown; every change is in the audit trail."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from appliance.desk.boards.document import told
from appliance.desk.boards.errors import BoardNameTaken
from appliance.desk.boards.model import OVERVIEW, Board


class Store(Protocol):
    """Where boards are kept (repository.Boards)."""

    def all(self) -> tuple[Board, ...]: ...
    def find(self, name: str) -> Board | None: ...
    def add(self, board: Board, at: datetime) -> bool: ...
    def change(self, board: Board, at: datetime) -> None: ...
    def remove(self, name: str) -> None: ...


class Notes(Protocol):
    """The audit trail."""

    def note(
        self,
        act: str,
        subject: str = "",
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None: ...


class Wallboards:
    """All boards, our own included."""

    def __init__(self, store: Store, notes: Notes, now: Callable[[], datetime]) -> None:
        self._store, self._notes, self._now = store, notes, now

    def all(self) -> tuple[Board, ...]:
        """Ours first."""
        return (OVERVIEW, *self._store.all())

    def find(self, name: str) -> Board | None:
        return OVERVIEW if name == OVERVIEW.name else self._store.find(name)

    def add(self, board: Board) -> None:
        """Raises BoardNameTaken."""
        if not self._store.add(board, self._now()):
            raise BoardNameTaken(name=board.name)
        self._notes.note("board.add", board.name, after=_shown(board))

    def change(self, before: Board, after: Board) -> None:
        self._store.change(after, self._now())
        self._notes.note("board.change", after.name, before=_shown(before), after=_shown(after))

    def remove(self, board: Board) -> None:
        self._store.remove(board.name)
        self._notes.note("board.remove", board.name, before=_shown(board))

    def open_screen(self, board: Board) -> str:
        """A new key, with which screens show the board without anybody signed in; the one before is good no more."""
        key = secrets.token_urlsafe(24)
        self._store.change(replace(board, screen=_digest(key)), self._now())
        self._notes.note("board.screen-open", board.name)
        return key

    def close_screen(self, board: Board) -> None:
        """No key shows the board any more."""
        self._store.change(replace(board, screen=""), self._now())
        self._notes.note("board.screen-close", board.name)

    def on_screen(self, name: str, key: str) -> Board | None:
        """The board that a screen's key opens."""
        board = self._store.find(name)
        return board if board and board.screen and hmac.compare_digest(board.screen, _digest(key)) else None


def _shown(board: Board) -> dict[str, Any]:
    return {"title": board.title, "tiles": [told(tile) for tile in board.tiles]}


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
