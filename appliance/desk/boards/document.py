"""Boards as JSON values, and boards as a form fills them in."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from appliance.desk.boards.errors import BoardNameInvalid, BoardTilesInvalid, BoardTitleInvalid, ThresholdInvalid
from appliance.desk.boards.model import MOST_TILES, OVERVIEW, WIDTHS, Board, Kind, Tile

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST_TITLE = 60
HIGHEST = 1_000_000


def told(tile: Tile) -> dict[str, Any]:
    """A tile as JSON values."""
    return {
        "kind": tile.kind.value,
        "title": tile.title,
        "queues": list(tile.queues),
        "teams": list(tile.teams),
        "warn": tile.warn,
        "alarm": tile.alarm,
        "width": tile.width,
    }


def tile_of(value: Mapping[str, Any]) -> Tile:
    """The inverse of `told`; a tile of an older box has what it lacks by default."""
    return Tile(
        Kind(value["kind"]),
        value.get("title", ""),
        tuple(value.get("queues", ())),
        tuple(value.get("teams", ())),
        value.get("warn"),
        value.get("alarm"),
        int(value.get("width", 3)),
    )


def tile(kind: str, title: str, scopes: Sequence[str], warn: str, alarm: str, width: str) -> Tile:
    """A tile as it was filled in; `scopes` are `queue:NAME` and `team:NAME`.

    Raises BoardTilesInvalid, BoardTitleInvalid and ThresholdInvalid.
    """
    if kind not in list(Kind) or width not in map(str, WIDTHS):
        raise BoardTilesInvalid(most=MOST_TILES)
    queues = tuple(scope.removeprefix("queue:") for scope in scopes if scope.startswith("queue:"))
    teams = tuple(scope.removeprefix("team:") for scope in scopes if scope.startswith("team:"))
    limits = _limit(warn), _limit(alarm)
    return Tile(Kind(kind), _title(title), queues, teams, *limits, int(width))


def board(name: str, title: str, tiles: Sequence[Tile], screen: str = "") -> Board:
    """A board as it was filled in; raises a Refusal that names what is wrong with it."""
    if not NAME.fullmatch(name) or name in (OVERVIEW.name, "new"):
        raise BoardNameInvalid(name=name[:LONGEST_TITLE])
    if not (words := _title(title)):
        raise BoardTitleInvalid(most=LONGEST_TITLE)
    if not 1 <= len(tiles) <= MOST_TILES:
        raise BoardTilesInvalid(most=MOST_TILES)
    return Board(name, words, tuple(tiles), screen)


def _title(text: str) -> str:
    if len(title := text.strip()) > LONGEST_TITLE:
        raise BoardTitleInvalid(most=LONGEST_TITLE)
    return title


def _limit(text: str) -> float | None:
    if not (said := text.strip()):
        return None
    try:
        value = float(said)
    except ValueError:
        raise ThresholdInvalid(value=said[:20]) from None
    if not 0 <= value <= HIGHEST:
        raise ThresholdInvalid(value=said[:20])
    return value
