"""A throw-away PostgreSQL server on a unix socket, and databases on it; loaded as a pytest plug-in."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from sqlalchemy import make_url

from tests.servers import processes

READY = b"database system is ready to accept connections"
STOP_LIMIT = 20


@contextmanager
def cluster(*, fsync: bool = False) -> Iterator[str]:
    """A running server; the URL of its maintenance database. It ends with the block or with this process."""
    with new_folder() as folder, _server(_as(_account()), folder, fsync):
        yield f"postgresql+psycopg://callstead@/postgres?host={folder}"


@contextmanager
def new_folder() -> Iterator[Path]:
    """A folder with an empty server's data, gone after the block."""
    folder = Path(tempfile.mkdtemp(prefix="callstead-pg-"))
    try:
        account = _account()
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        _run(_as(account), "initdb", "--auth=trust", "--username=callstead", "--encoding=UTF8", "-D", folder / "data")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Killable:
    """A server of its own with fsync on; its power can be cut, and it starts again on what is on its disk."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._account = folder, _account()
        self.url = f"postgresql+psycopg://callstead@/postgres?host={folder}"
        self._running = ExitStack()

    def start(self) -> None:
        self._process = self._running.enter_context(_server(_as(self._account), self._folder, fsync=True))

    def power_cut(self) -> None:
        """kill -9 of all its processes at once."""
        processes.kill_all([self._process.pid, *processes.below(self._process.pid)])
        self._running.close()

    def signal(self, number: signal.Signals) -> None:
        """To all its processes: SIGSTOP makes a server that neither answers nor goes away."""
        for pid in (self._process.pid, *processes.below(self._process.pid)):
            os.kill(pid, number)

    def close(self) -> None:
        self._running.close()


@contextmanager
def killable() -> Iterator[Killable]:
    """It ends with the block."""
    with new_folder() as folder:
        server = Killable(folder)
        server.start()
        try:
            yield server
        finally:
            server.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The maintenance database of a real server shared by the session; fsync is off."""
    with cluster() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """An empty database on that server."""
    with database(postgres_url) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind the appliance runs on."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'callstead.db'}"
    server: str = request.getfixturevalue("postgres_database")
    return server


_numbers = count(1)


@contextmanager
def database(server: str) -> Iterator[str]:
    """An empty database on that server, gone after the block."""
    name = f"test_{next(_numbers)}"
    url = make_url(server)
    with psycopg.connect(host=str(url.query["host"]), user=url.username, dbname="postgres", autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            link.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def _server(prefix: list[str], folder: Path, fsync: bool) -> Iterator[subprocess.Popen[bytes]]:
    options = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "on" if fsync else "off"}
    arguments = [f"-c{name}={value}" for name, value in options.items()]
    command = [*prefix, str(_binary("postgres")), "-D", str(folder / "data"), *arguments]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as server:
        try:
            _await_ready(server)
            yield server
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(STOP_LIMIT)


def _await_ready(server: subprocess.Popen[bytes]) -> None:
    assert server.stderr
    said = []
    for line in server.stderr:
        said.append(line)
        if READY in line:
            break
    else:
        raise RuntimeError(b"".join(said).decode(errors="replace"))
    # A pipe that nobody reads would stop the server when it is full.
    Thread(target=server.stderr.readlines, daemon=True).start()


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def _as(account: pwd.struct_passwd | None) -> list[str]:
    who = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"] if account else []
    return ["setpriv", *who, "--pdeathsig=QUIT", "--"]


def _run(prefix: list[str], program: str, *arguments: str | Path) -> None:
    command = [*prefix, str(_binary(program)), *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, cwd="/")


def _binary(name: str) -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found:
        pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1]
