"""How far a board reaches: whoever is limited to queues and teams makes and changes boards of these alone."""

from collections.abc import Iterable
from dataclasses import replace

from appliance.desk.boards.model import Board, Tile

Names = frozenset[str] | None
"""Queues or teams; None is all."""


def within(tiles: Iterable[Tile], queues: Names, teams: Names) -> bool:
    """Whether tiles show nothing beyond the queues and teams."""
    return all(_inside(tile.queues, queues) and _inside(tile.teams, teams) for tile in tiles)


def named_outside(tile: Tile, queues: Names, teams: Names) -> bool:
    """Whether a tile names a queue or a team beyond these."""
    return bool((queues is not None and set(tile.queues) - queues) or (teams is not None and set(tile.teams) - teams))


def closed(tile: Tile, queues: Names, teams: Names) -> Tile:
    """A tile that shows these at most: one that names nothing gets their names, as a wall has no reader to limit it."""
    if not tile.queues and queues is not None:
        tile = replace(tile, queues=tuple(sorted(queues)))
    if not tile.teams and teams is not None:
        tile = replace(tile, teams=tuple(sorted(teams)))
    return tile


def on_screen(board: Board) -> tuple[list[str] | None, list[str] | None]:
    """The queues and the teams that a screen is let see; None is all."""
    return _all(tile.queues for tile in board.tiles), _all(tile.teams for tile in board.tiles)


def _inside(named: tuple[str, ...], most: Names) -> bool:
    return most is None or (bool(named) and set(named) <= most)


def _all(named: Iterable[tuple[str, ...]]) -> list[str] | None:
    lists = list(named)
    return sorted({name for names in lists for name in names}) if lists and all(lists) else None
