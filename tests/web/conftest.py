"""A console with its box around it, and clients that are signed in as whatever role a test needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from appliance.clock import uuid7
from appliance.desk.people.model import Person, Scope
from appliance.desk.people.rights import ROLES
from appliance.settings import Settings
from appliance.store import schema
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from manager.app import create_app
from manager.doorway import TOKEN
from manager.wiring import NAME, Console
from tests.servers import box, network
from tests.servers.ledger_day import MORNING
from tests.servers.reported import Counted, counted
from tests.web.processes import FakeProcess

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
BASE = "https://callstead.test"
ROLE_NAMES = tuple(ROLES)


@dataclass
class Hands:
    """A clock that a test moves."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


class Visitor(FlaskClient):
    """A browser at the console's own address, over TLS, that reads English."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        own = {"Accept-Language": "en", "Referer": f"{BASE}/", "Accept": "text/html"}
        kwargs["headers"] = own | dict(kwargs.get("headers") or {})
        return super().open(*args, **({"base_url": BASE} | kwargs))


ClientFor = Callable[..., FlaskClient]


@pytest.fixture
def hands() -> Hands:
    """The time of the console under test."""
    return Hands()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("store") / "callstead.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def state(tmp_path: Path, empty_store: Path) -> Path:
    """The state folder of a fresh box."""
    (tmp_path / "callstead.db").write_bytes(empty_store.read_bytes())
    Keyring.ensure(tmp_path / "keys")
    return tmp_path


@pytest.fixture
def engine(state: Path) -> Iterator[FakeProcess]:
    """The engine that the console asks."""
    process = FakeProcess(Paths(state).engine_socket)
    yield process
    process.close()


@pytest.fixture
def jobs(state: Path) -> Iterator[FakeProcess]:
    """The jobs that the console asks."""
    process = FakeProcess(Paths(state).jobs_socket)
    yield process
    process.close()


@pytest.fixture
def live(state: Path) -> Iterator[FakeProcess]:
    """The live state that the console asks for tickets."""
    process = FakeProcess(Paths(state).live_control)
    yield process
    process.close()


@pytest.fixture
def console(state: Path, engine: FakeProcess, jobs: FakeProcess, live: FakeProcess, hands: Hands) -> Iterator[Flask]:
    """The application; a page's form needs no token here, but for the tests that are about it."""
    app = create_app(Settings(state=state), hands)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Visitor
    yield app
    parts(app).engine.dispose()


@pytest.fixture
def days(console: Flask, jobs: FakeProcess, hands: Hands) -> Counted:
    """Two days in May, seen on the sixth."""
    hands.moment = MORNING + timedelta(days=2)
    made = counted(parts(console).engine, hands)
    jobs.answers |= made.answers()
    return made


def parts(app: Flask) -> Console:
    """What the application was put together from."""
    found: Console = app.extensions[NAME]
    return found


def add_person(
    app: Flask, login: str, *roles: str, password: str = "", agent: str = "", scope: Scope | None = None
) -> Person:
    """A new person of the console."""
    whole, now = parts(app), parts(app).clock.now()
    hashed = whole.hasher.hashed(password) if password else ""
    person = Person(uuid7(now), login, login.title(), now, roles, agent, "en", scope or Scope(), password=hashed)
    assert whole.directory.add(person)
    return person


@pytest.fixture
def client_for(console: Flask) -> ClientFor:
    """`client_for("supervisor")`: a browser in which somebody of that role is signed in; "" for nobody."""
    count = iter(range(10_000))

    def make(*roles: str, agent: str = "", scope: Scope | None = None, password: str = "") -> FlaskClient:
        client = console.test_client()
        if roles and roles != ("",):
            login, more = f"{roles[0]}{next(count)}", {"agent": agent, "password": password}
            person = add_person(console, login, *roles, scope=scope, **more)
            sign_in(console, client, person)
        return client

    return make


def sign_in(app: Flask, client: FlaskClient, person: Person) -> None:
    """What signing in leaves in the browser."""
    token, _ = parts(app).entrance.open(person, "127.0.0.1", "test")
    with client.session_transaction(base_url=BASE) as session:
        session[TOKEN] = token


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[box.Box]:
    """A whole demo centre on ports of its own, in a network that a browser can talk over."""
    network.with_address()
    with box.running(tmp_path_factory.mktemp("box")) as running:
        yield running
