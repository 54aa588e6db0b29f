"""page.p95: server time of the main pages of a big centre; beside it the same pages of an empty one."""

import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx

from appliance.desk.people.rights import ROLES
from drivers.simulated.sip.note import percentile
from manager.app import create_app
from tests.bench.figure import Figure, Goal
from tests.servers import big_centre, box
from tests.servers.live import ready_again, run
from tests.servers.postgres import cluster, database
from tests.web.conftest import add_person, parts

PAGES = (
    "/",
    "/desk/",
    "/supervisor/",
    "/boards/overview",
    "/contacts/",
    "/contacts/?queue=queue3&outcome=abandoned",
    "/contacts/{contact}",
    "/reports/queue",
    "/people/",
    "/audit/",
)
ROUNDS = 20
GOAL = Goal(most=150)
LOGIN, PASSWORD = "bench", "correct horse battery staple"
Times = dict[str, list[float]]


def measure(folder: Path) -> list[Figure]:
    """Milliseconds from the request to the last byte, over one kept TLS connection through the box's web server."""
    found = [_figure("page.p95", folder / "sqlite", "")]
    with cluster(fsync=True) as server, database(server) as url:
        return [*found, _figure("page.p95.postgresql", folder / "postgresql", url)]


def _figure(name: str, folder: Path, url: str) -> Figure:
    more = {"database": f'url = "{url}"\n'} if url else {}
    with box.running(folder, **more) as centre:
        empty = _asked(centre)
        with _stopped(centre):
            big_centre.fill(url or f"sqlite:///{centre.paths.state / 'callstead.db'}", datetime.now(UTC))
        big = _asked(centre)
    details = {"p95_ms": {page: _ms(times) for page, times in big.items()}, "contacts": big_centre.CONTACTS}
    return Figure(name, max(map(_ms, big.values())), "ms", GOAL, max(map(_ms, empty.values())), details)


def _ms(seconds: list[float]) -> float:
    value = percentile(sorted(seconds), 0.95)
    assert value is not None
    return round(1000 * value, 1)


@contextmanager
def _stopped(centre: box.Box) -> Iterator[None]:
    for program in ("engine", "jobs"):
        centre.stop(program)
    yield
    for program in ("engine", "jobs"):
        centre.start(program)
    run(ready_again(centre, 60.0))


def _asked(centre: box.Box) -> Times:
    """How long each page took, again and again."""
    directory = create_app(centre.settings)
    if not parts(directory).directory.by_login(LOGIN):
        add_person(directory, LOGIN, *ROLES, password=PASSWORD, agent="8001")
    parts(directory).engine.dispose()
    trusted = ssl.create_default_context(cafile=str(centre.paths.tls / "ca.crt"))
    address = f"https://localhost:{centre.settings.console.port}"
    with httpx.Client(base_url=address, verify=trusted, timeout=60) as client:
        _sign_in(client)
        listed = client.get("/contacts/").text
        contact = re.search(r"/contacts/([0-9a-f-]{36})", listed)
        pages = [page.format(contact=contact[1] if contact else "") for page in PAGES if contact or "{" not in page]
        return {page: [_one(client, page) for _ in range(ROUNDS)] for page in pages}


def _sign_in(client: httpx.Client) -> None:
    client.headers["Referer"] = f"{client.base_url}/"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token
    form = {"csrf_token": token[1], "login": LOGIN, "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 302


def _one(client: httpx.Client, page: str) -> float:
    began = time.perf_counter()
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return time.perf_counter() - began
