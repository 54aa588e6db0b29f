"""Wallboards: shown full-screen, made and changed, and put on screens that nobody is signed in at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from appliance.desk.boards.document import board as filled_in
from appliance.desk.boards.document import tile, told
from appliance.desk.boards.model import MOST_TILES, OVERVIEW, WIDE, WIDTHS, Board, Kind, Tile
from appliance.desk.boards.reach import closed, named_outside, within
from appliance.errors import Refusal
from manager.admission import of_screen
from manager.errors import NotThere
from manager.failures import status_of
from manager.leaving import close_live
from manager.present import language, me
from manager.rights import needs, open_to_all
from manager.wiring import console
from manager.words import reasons, t

pages = Blueprint("boards", __name__)

STATES = ("ready", "preview", "ringing", "talking", "hold", "wrap-up", "paused", "signed-out")
SAID = (
    "away", "offline", "since", "of", "nobody", "nothing", "target", "queue", "agents", "full-screen", "light",
    *(f"state-{state}" for state in STATES), *(f"tile-{kind}" for kind in Kind),
)  # fmt: skip
"""Texts that the board's script needs."""
LATER = {name: f"{{{name}}}" for name in ("time", "count", "percent", "seconds")}
"""What the script fills in."""


@pages.get("/boards/")
@needs("boards.see")
def listed() -> ResponseReturnValue:
    """All boards."""
    scope, boards = me().person.scope, console().boards.all()
    own = {board.name for board in boards if within(board.tiles, scope.queues, scope.teams)}
    return render_template("boards/list.html", boards=boards, overview=OVERVIEW, own=own)


@pages.get("/boards/<name>")
@needs("boards.see")
def show(name: str) -> ResponseReturnValue:
    """One board, for the person who is signed in."""
    return _full_screen(_board(name), url_for("live.ticket"))


@pages.get("/boards/new")
@needs("boards.change")
def begin() -> ResponseReturnValue:
    """A new board, with what the overview shows."""
    return _form(OVERVIEW.tiles, {})


@pages.get("/boards/<name>/edit")
@needs("boards.change")
def edit(name: str) -> ResponseReturnValue:
    """The tiles of a board, to be changed."""
    board = _own(name)
    return _form(board.tiles, {"title": board.title}, board)


@pages.post("/boards/new")
@needs("boards.change")
def add() -> ResponseReturnValue:
    """Keep a new board, or go on with its tiles."""
    return _take(None)


@pages.post("/boards/<name>/edit")
@needs("boards.change")
def change(name: str) -> ResponseReturnValue:
    """Keep a board as it was changed, or go on with its tiles."""
    return _take(_own(name))


@pages.post("/boards/<name>/remove")
@needs("boards.change")
def remove(name: str) -> ResponseReturnValue:
    """The board is no more, its screens included."""
    board = _own(name)
    console().boards.remove(board)
    _screens_away(board)
    flash(t("boards.removed", title=board.title))
    return redirect(url_for("boards.listed"))


@pages.post("/boards/<name>/screen")
@needs("boards.change")
def put_on_screens(name: str) -> ResponseReturnValue:
    """An address that shows the board without anybody signed in; it is said once, an earlier one is good no more."""
    board = _own(name)
    key = console().boards.open_screen(board)
    _screens_away(board)
    address = url_for("boards.screen", name=name, key=key, _external=True)
    return render_template("boards/screen.html", board=board, address=address)


@pages.post("/boards/<name>/screen/end")
@needs("boards.change")
def take_off_screens(name: str) -> ResponseReturnValue:
    """No screen shows the board any more."""
    board = _own(name)
    console().boards.close_screen(board)
    _screens_away(board)
    flash(t("boards.screens-ended", title=board.title))
    return redirect(url_for("boards.listed"))


@pages.get("/screen/<name>/<key>")
@open_to_all
def screen(name: str, key: str) -> ResponseReturnValue:
    """One board on a wall, by the key of its screens."""
    return _full_screen(_on_screen(name, key), url_for("boards.admit_screen", name=name, key=key))


@pages.post("/screen/<name>/<key>/ticket")
@open_to_all
def admit_screen(name: str, key: str) -> ResponseReturnValue:
    """What lets that screen into the live state, once."""
    return jsonify(of_screen(_on_screen(name, key)))


def _on_screen(name: str, key: str) -> Board:
    if (board := console().boards.on_screen(name, key)) is None:
        raise NotThere()
    return board


def _board(name: str) -> Board:
    if (board := console().boards.find(name)) is None:
        raise NotThere()
    return board


def _own(name: str) -> Board:
    """A board that the person may change: not ours, and none that shows more than the person may see."""
    board, scope = _board(name), me().person.scope
    if board is OVERVIEW or not within(board.tiles, scope.queues, scope.teams):
        raise NotThere()
    return board


def _full_screen(board: Board, tickets: str) -> ResponseReturnValue:
    texts = {name: t(f"boards.{name}", **LATER) for name in SAID} | reasons()
    tiles = [told(tile) for tile in board.tiles]
    title = board.title or t("boards.overview")
    return render_template("boards/show.html", title=title, tiles=tiles, texts=texts, tickets=tickets)


def _take(board: Board | None) -> ResponseReturnValue:
    form = request.form
    tiles = [*(board or OVERVIEW).tiles]
    try:
        tiles = [_tile(form, number) for number in form.getlist("tile")[:MOST_TILES]]
        if again := _rearranged(tiles, form.get("do", "")):
            return _form(again, form, board)
        made = filled_in(board.name if board else form.get("name", ""), form.get("title", ""), tiles)
        _keep(board, made)
    except Refusal as refusal:
        return _form(tiles, form, board, refusal), status_of(refusal)
    flash(t("boards.kept", title=made.title))
    return redirect(url_for("boards.listed"))


def _keep(before: Board | None, made: Board) -> None:
    scope = me().person.scope
    made = replace(made, tiles=tuple(closed(tile, scope.queues, scope.teams) for tile in made.tiles))
    if before is None:
        console().boards.add(made)
    else:
        console().boards.change(before, Board(made.name, made.title, made.tiles, before.screen))


def _tile(form: "MultiDict[str, str]", number: str) -> Tile:
    def given(field: str) -> str:
        return form.get(f"{number}-{field}", "")

    scopes, scope = form.getlist(f"{number}-scope"), me().person.scope
    made = tile(given("kind"), given("title"), scopes, given("warn"), given("alarm"), given("width"))
    if named_outside(made, scope.queues, scope.teams):
        raise NotThere()
    return made


def _rearranged(tiles: list[Tile], wish: str) -> list[Tile] | None:
    """The tiles after `more`, `up-N`, `down-N` or `drop-N`; None when none of these is wished."""
    what, _, place = wish.partition("-")
    if what == "more":
        return [*tiles, Tile(Kind.WAITING)][:MOST_TILES]
    if what not in ("up", "down", "drop") or not place.isdecimal() or not int(place) < len(tiles):
        return None
    moved, at = [*tiles], int(place)
    one = moved.pop(at)
    if what != "drop":
        moved.insert(max(0, at - 1) if what == "up" else at + 1, one)
    return moved


def _form(
    tiles: Sequence[Tile],
    given: Mapping[str, str],
    board: Board | None = None,
    refusal: Refusal | None = None,
) -> str:
    scope = me().person.scope
    queues = [row["queue"] for row in console().ask("engine", "queue.list") or () if scope.queue(row["queue"])]
    agents = console().ask("engine", "agent.list") or ()
    teams = sorted({row["team"] for row in agents if row["team"] and scope.team(row["team"])})
    said = refusal.sentence(language()) if refusal else None
    return render_template(
        "boards/edit.html",
        board=board,
        given=given,
        tiles=tiles,
        refusal=said,
        kinds=tuple(Kind),
        wide=WIDE,
        widths=WIDTHS,
        queues=queues,
        teams=teams,
        most=MOST_TILES,
    )


def _screens_away(board: Board) -> None:
    """Screens with the key of before are closed."""
    if board.screen:
        close_live(session=f"screen:{board.screen}")
