"""`callstead config history`, `show`, `undo`, `restore`, `export` and `import`: the configuration over time."""

import json
import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from appliance.cli import moving
from appliance.cli.errors import FileExists, FileUnwritable
from appliance.cli.session import Session
from appliance.cli.shape import Verb
from appliance.cli.shown import Column, Kind, plain
from appliance.cli.sockets import ENGINE
from appliance.cli.words import Words

LIMIT = 60.0
PIECE = 250_000
"""Bytes of a part, more or less; a message may have a million."""
HISTORY = (
    Column("change", Kind.NUMBER),
    Column("at", Kind.MOMENT),
    Column("author"),
    Column("kind"),
    Column("key"),
    Column("version", Kind.NUMBER, "flow_version"),
    Column("removed", Kind.TRUTH),
    Column("reason"),
)
FILE = click.Path(path_type=Path)
CHANGE = click.IntRange(min=1)
PASSPHRASE = click.option("--passphrase-file", type=FILE)
SOUNDS = click.option("--sounds", type=FILE, metavar="FOLDER")


@click.command("history", cls=Verb)
@click.argument("kind", default="")
@click.argument("key", default="")
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.pass_obj
def history(session: Session, kind: str, key: str, limit: int) -> None:
    """Shows `config.history`, newest first."""
    rows = session.ask(ENGINE, "config.history", kind=kind, key=key, limit=limit)
    session.show(rows, lambda: session.reader.table(HISTORY, rows))


@click.command("show", cls=Verb)
@click.argument("kind", default="")
@click.argument("key", default="")
@click.option("--at", default="", metavar="CHANGE|TIME")
@click.pass_obj
def show(session: Session, kind: str, key: str, at: str) -> None:
    """Shows `config.show` as TOML: what is, or was, configured."""
    tree = _tree(session.follow(ENGINE, "config.show", kind=kind, key=key, at=at))
    session.show(tree, lambda: _toml(tree).rstrip())


@click.command("undo", cls=Verb)
@click.argument("change", type=CHANGE)
@click.option("--reason", required=True, metavar="TEXT")
@click.pass_obj
def undo(session: Session, change: int, reason: str) -> None:
    """Calls `config.undo`: one change is taken back by a new one."""
    done = _followed(session, "config.undo", change=change, reason=reason)
    session.show(done, lambda: _changed(done, session.words))


@click.command("restore", cls=Verb)
@click.argument("change", type=CHANGE)
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--dry-run", is_flag=True)
@click.pass_obj
def restore(session: Session, change: int, reason: str, dry_run: bool) -> None:
    """Calls `config.restore`: everything becomes as it was after that change."""
    done = _followed(session, "config.restore", change=change, reason=reason, dry_run=dry_run)
    session.show(done, lambda: _changed(done, session.words))


@click.command("export", cls=Verb)
@click.argument("file", type=FILE)
@click.option("--at", default="", metavar="CHANGE|TIME")
@click.option("--without-secrets", is_flag=True)
@PASSPHRASE
@SOUNDS
@click.pass_obj
def export(
    session: Session, file: Path, at: str, without_secrets: bool, passphrase_file: Path | None, sounds: Path | None
) -> None:
    """Writes `config.export` to a file that only its owner may read; an existing one is not overwritten."""
    closing = moving.passphrase_in(passphrase_file)
    tree = _tree(session.follow(ENGINE, "config.export", at=at, secrets=not without_secrets, **closing))
    carried = moving.fetch(session, tree, sounds) if sounds else 0
    _write(file, _toml(tree))
    count = sum(len(bodies) for bodies in tree.values())
    result = {"file": str(file), "documents": count, "sounds": carried}
    session.done(result, "config.export", file=file, count=count)


@click.command("import", cls=Verb)
@click.argument("file", type=FILE)
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--keep", is_flag=True)
@click.option("--dry-run", is_flag=True)
@PASSPHRASE
@SOUNDS
@click.pass_obj
def import_(
    session: Session,
    file: Path,
    reason: str,
    keep: bool,
    dry_run: bool,
    passphrase_file: Path | None,
    sounds: Path | None,
) -> None:
    """Calls `config.import` with what the file says."""
    from appliance.cli.documents import read_toml

    tree, opening, draft = read_toml(file), moving.passphrase_in(passphrase_file), ""
    if sounds:
        moving.bring(session, tree, sounds)
    for piece in pieces(tree):
        draft = session.ask(ENGINE, "config.draft", within=LIMIT, draft=draft, documents=piece)["draft"]
    done = _followed(session, "config.import", draft=draft, reason=reason, keep=keep, dry_run=dry_run, **opening)
    session.show(done, lambda: _changed(done, session.words))


COMMANDS = (history, show, undo, restore, export, import_)


def compared(session: Session, since: str, until: str) -> None:
    """Shows `config.compare`: what differs between two states."""
    result = _followed(session, "config.compare", since=since, until=until)
    session.show(result, lambda: "\n".join(_lines(result["differences"], session.words)))


def pieces(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, dict[str, Any]]]:
    """A configuration in parts that each fit into one message; at least one, if only an empty one."""
    piece, size = dict[str, dict[str, Any]](), 0
    for kind, bodies in documents.items():
        for key, body in bodies.items():
            length = len(json.dumps(body, default=str))
            if piece and size + length > PIECE:
                yield piece
                piece, size = {}, 0
            piece.setdefault(kind, {})[key] = body
            size += length
    yield piece


def _followed(session: Session, command: str, **args: Any) -> dict[str, Any]:
    """The result of a command whose parts are differences, with all of them in it."""
    stream, differences = session.follow(ENGINE, command, **args), list[Any]()
    while True:
        try:
            differences.append(next(stream))
        except StopIteration as over:
            return {**over.value, "differences": differences}


def _changed(done: Mapping[str, Any], said: Words) -> str:
    key = "config_changed" if done["done"] else "config_unchanged"
    stay = [said.text("text", "config_lines_stay")] if done.get("lines_stay") else []
    return "\n".join([said.text("text", key, change=done["change"]), *_lines(done["differences"], said), *stay])


def _lines(differences: Iterable[Mapping[str, Any]], said: Words) -> list[str]:
    """A line for each document, below it one for each field: before, an arrow, after."""
    lines = []
    for item in differences:
        lines.append(f"{said.state(item['what'])} {plain(item['kind'])} {plain(item['key'])}")
        lines += [f"  {plain(name)}: {plain(old)} -> {plain(new)}" for name, (old, new) in item["fields"].items()]
    return lines or [said.text("text", "no_difference_between")]


def _tree(documents: Generator[Any, None, Any]) -> dict[str, dict[str, Any]]:
    tree: dict[str, dict[str, Any]] = {}
    for document in documents:
        tree.setdefault(document["kind"], {})[document["key"]] = document["body"]
    return tree


def _toml(tree: Mapping[str, Any]) -> str:
    from appliance.cli.documents import write_toml

    return write_toml(tree)


def _write(file: Path, text: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise FileExists(file=str(file)) from None
    except OSError as fault:
        raise FileUnwritable(file=str(file), problem=fault.strerror or "") from None
