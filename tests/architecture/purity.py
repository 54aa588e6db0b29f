"""Pure modules: frozen values in, values out; no database, socket, process, thread, log, file or clock."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from tests.architecture.sources import Source, imports

PURE_NAMES = {"model", "events", "ports", "errors"}
WIRING = {"cli", "daemons", "errors"}
"""Commands and processes are the edge itself; the leaf `errors` reads the catalogues that come with the program."""

IMPURE_NAMES = {"service", "repository", "__init__"}
PURE_LAYERS = ("appliance.contact.", "appliance.desk.")
PURE_MODULES = {f"dahdi_conf.{name}" for name in ("facts", "detect", "spans", "reasons", "inventory")} | {
    f"dahdi_conf.diagnosis.{name}"
    for name in ("analog", "audio", "evidence", "g711", "judgement", "line", "numbers", "signal", "signalling", "sound")
}
"""The decisions of packages whose other modules are edges."""

EDGES: Mapping[str, str] = {
    "appliance.contact.acd.simulation.chance": "draws the calls of a simulation; the seed is an argument",
    "appliance.contact.ledger.backlog": "handed from the event loop to the committing thread under a lock",
    "appliance.contact.ledger.committer": "the one writer: a thread of its own",
    "appliance.contact.ledger.journal": "the emergency journal is a file",
    "appliance.contact.ledger.keeper": "writes the emergency journal beside the event loop",
    "appliance.contact.ledger.promises": "the event loop's futures for what becomes durable",
    "appliance.contact.prompts.shelf": "what Asterisk finds is a folder",
    "appliance.contact.recording.envelope": "every seal has its own chance prefix",
    "appliance.contact.recording.folders": "the spool and the sealed files are folders",
    "appliance.desk.people.ldap.wire": "the company's directory is a server",
    "appliance.desk.people.openid.wire": "the company's provider is a server",
}
"""Modules of features that are edges themselves, each with its reason; whatever decides must not be among them."""

IMPURE_MODULES = {
    "database": {"sqlalchemy", "alembic", "sqlite3", "psycopg", "dbm", "shelve"},
    "socket": {"socket", "socketserver", "ssl", "select", "selectors", "http", "urllib", "ftplib", "smtplib"}
    | {"websockets", "requests", "httpx", "aiohttp", "flask", "click"},
    "process or thread": {"subprocess", "multiprocessing", "threading", "concurrent", "asyncio", "signal", "sched"},
    "log": {"logging", "syslog"},
    "file": {"os", "shutil", "tempfile", "glob", "fileinput", "fcntl", "mmap", "asyncinotify"},
    "clock": {"time", "appliance.clock"},
    "chance": {"random", "secrets"},
}
BUILTINS = {"open", "print", "input"}
IMPURE_CALLS = {
    "file": BUILTINS | {"read_text", "write_text", "read_bytes", "write_bytes", "unlink", "mkdir"},
    "clock": {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"},
    "chance": {"uuid1", "uuid4", "uuid7"},
}


def is_pure(source: Source) -> bool:
    """Whether the purity rule holds for this file."""
    layer, name = source.module.split(".")[:2], source.path.stem
    if source.module == "appliance.events" or source.module in PURE_MODULES:
        return True
    if layer[0] == "appliance" and len(layer) > 1 and layer[1] in WIRING:
        return False
    in_feature = source.module.startswith(PURE_LAYERS) and source.module.count(".") >= 3
    return (in_feature and name not in IMPURE_NAMES) or (source.module.count(".") >= 1 and name in PURE_NAMES)


def impurities(sources: Sequence[Source], edges: Mapping[str, str] = EDGES) -> Iterator[str]:
    """A sentence for each way in which a pure module touches the world, and for each edge that does not."""
    touching: set[str] = set()
    known = {source.module for source in sources}
    for source in filter(is_pure, sources):
        for line, act, world in _touches(source, known):
            touching.add(source.module)
            if source.module not in edges:
                yield f"{source.at(line)}: {source.module} is pure and must not {act} ({world})"
    yield from (f"{module} is no edge any more: remove it from them" for module in sorted(edges.keys() - touching))


def _touches(source: Source, known: Collection[str]) -> Iterator[tuple[int, str, str]]:
    for line, name in imports(source, known):
        for world, modules in IMPURE_MODULES.items():
            if any(name == module or name.startswith(f"{module}.") for module in modules):
                yield line, f"import {name}", world
    for node in source.nodes:
        if isinstance(node, ast.Call) and (world := _world(ast.unparse(node.func))):
            yield node.lineno, f"call {ast.unparse(node.func)}", world


def _world(function: str) -> str:
    for world, calls in IMPURE_CALLS.items():
        if function in calls or any(function.endswith(f".{call}") for call in calls - BUILTINS):
            return world
    return ""
