"""A configuration behind the console's pages: the engine's own commands over a database, without an Asterisk."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from appliance.daemons import sounds
from appliance.daemons.engine import configuration
from appliance.daemons.engine.commands import flows, proposals, versions
from appliance.store.documents import Documents
from tests.unit.engine.commanded import NOON, Commanded
from tests.web.processes import FakeProcess, Streamed

STREAMED = ("config.show", "config.compare", "config.propose", "config.undo", "config.restore")
PLAIN = (
    "config.history",
    "config.stage",
    "flow.list",
    "flow.show",
    "flow.check",
    "flow.publish",
    "flow.test",
    "flow.history",
)
BYE: dict[str, Any] = {"start": "bye", "nodes": {"bye": {"type": "hangup"}}}


def configured(folder: Path, engine: FakeProcess) -> Commanded:
    """A centre with a queue, two agents, a flow and a number, whose commands `engine` answers."""
    folder.mkdir()
    made = Commanded(
        folder,
        lambda process: {**versions.handlers(process), **proposals.handlers(process), **flows.handlers(process)},
    )
    _with_prompts(made, folder / "share")
    documents: list[tuple[str, str, dict[str, Any]]] = [
        ("queue", "sales", {"title": "Sales", "wrap_up": 10}),
        ("queue", "support", {"title": "Support"}),
        ("agent", "8001", {"name": "Li Na", "team": "east", "queues": ["sales"], "skills": {"tea": 5}}),
        ("agent", "8002", {"name": "Wang Fang", "team": "west"}),
        ("flow", "main", {"document": BYE, "version": 1}),
        ("number", "4008001000", {"flow": "main"}),
    ]
    Documents(made.engine.database).put_many(documents, author="demo", reason="first", at=NOON)
    made.centre.configure(configuration.read(made.engine.database), NOON)
    for name in STREAMED:
        engine.answers[name] = _streamed(made, name)
    for name in PLAIN:
        engine.answers[name] = _plain(made, name)
    return made


def _with_prompts(made: Commanded, share: Path) -> None:
    """The prompts that a flow of the test plays, as a box comes with them."""
    for language in ("zh", "en"):
        (share / "sounds" / language).mkdir(parents=True)
        for name in ("welcome", "invalid-key", "no-input"):
            (share / "sounds" / language / f"{name}.wav").write_bytes(b"")
    made.engine.settings = replace(made.engine.settings, sounds=share)
    sounds.shelf(made.engine.settings).lay_out()


def _streamed(made: Commanded, name: str) -> Callable[..., Streamed]:
    return lambda **args: Streamed(*made.follow(name, **args))


def _plain(made: Commanded, name: str) -> Callable[..., Any]:
    return lambda **args: made.ask(name, **args)
