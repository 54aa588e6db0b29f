"""Pure modules: frozen values in, values out; no database, socket, process, thread, log, file or clock."""

import ast
from collections.abc import Iterator, Sequence

from tests.architecture.sources import Source, imports

PURE_NAMES = {"model", "events", "ports", "errors"}
IMPURE_NAMES = {"service", "repository", "__init__"}
PURE_LAYERS = ("appliance.contact.", "appliance.desk.")

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
IMPURE_CALLS = {
    "file": {"open", "print", "input", "read_text", "write_text", "read_bytes", "write_bytes", "unlink", "mkdir"},
    "clock": {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"},
    "chance": {"uuid1", "uuid4", "uuid7"},
}


def is_pure(source: Source) -> bool:
    """Whether the purity rule holds for this file."""
    name = source.path.stem
    if name in PURE_NAMES:
        return True
    return source.module.startswith(PURE_LAYERS) and source.module.count(".") >= 3 and name not in IMPURE_NAMES


def impurities(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each import and call by which a pure module touches the world."""
    known = {source.module for source in sources}
    for source in filter(is_pure, sources):
        for line, name in imports(source, known):
            for world, modules in IMPURE_MODULES.items():
                if any(name == module or name.startswith(f"{module}.") for module in modules):
                    yield f"{source.at(line)}: {source.module} is pure and must not import {name} ({world})"
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and (world := _world(node.func)):
                yield f"{source.at(node.lineno)}: {source.module} is pure and must not call {ast.unparse(node.func)} ({world})"


def _world(function: ast.expr) -> str:
    name = ast.unparse(function)
    last = name.rpartition(".")[2]
    for world, calls in IMPURE_CALLS.items():
        if any(name == call or name.endswith(f".{call}") or ("." not in call and last == call) for call in calls):
            return world
    return ""
