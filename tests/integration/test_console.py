"""The console of a running box, through nginx over TLS: from the one-time link to a page, and through a crash."""

import http.client
import json
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest

from appliance.control.once import call_once
from tests.servers import box

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]
PASSWORD = "四月的茶馆 opens late"


@dataclass
class Browser:
    """As much of a browser as these pages need: cookies, the form's token, TLS that trusts the box's own CA."""

    box: box.Box
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        console = self.box.settings.console
        trusted = ssl.create_default_context(cafile=str(self.box.paths.tls / "ca.crt"))
        link = http.client.HTTPSConnection("localhost", console.port, context=trusted, timeout=30)
        origin = f"https://localhost:{console.port}"
        headers = {"Referer": f"{origin}/", "Accept": "text/html", "Accept-Language": "en"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = link.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def send(self, page: str, path: str, **form: str) -> tuple[int, dict[str, str], str]:
        """Fill in the form of a page."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", page)[2])
        assert token
        return self.ask("POST", path, {"csrf_token": token[1], **form})


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[box.Box]:
    with box.running(tmp_path_factory.mktemp("console")) as running:
        yield running


@pytest.fixture
def browser(centre: box.Box) -> Browser:
    return Browser(centre)


def test_the_first_administrator_comes_in_by_the_one_time_link_and_by_nothing_else(
    centre: box.Box, browser: Browser
) -> None:
    link = call_once(centre.paths.jobs_socket, "person.first", {})["link"]
    path = link[link.index("/invited/") :]
    assert browser.send("/sign-in", "/sign-in", login="admin", password="admin")[0] == 401
    made = browser.send(path, path, login="chen", name="陈", password=PASSWORD, again=PASSWORD)
    assert (made[0], made[1]["location"]) == (302, "/")
    assert browser.ask("GET", "/")[0] == 200
    assert Browser(centre).ask("GET", path)[0] == 409
    assert call_once(centre.paths.jobs_socket, "person.first", {}) == {"link": ""}
    again = Browser(centre)
    assert again.send("/sign-in", "/sign-in", login="chen", password=PASSWORD)[0] == 302
    assert again.ask("GET", "/")[0] == 200


def test_files_come_from_nginx_and_what_is_not_open_stays_shut(browser: Browser) -> None:
    status, headers, _ = browser.ask("GET", "/static/plain.css")
    assert (status, headers["server"]) == (200, "nginx")
    assert headers["x-content-type-options"] == "nosniff"
    # Asterisk behind nginx is reached by agents who are signed in; what else it has, by nobody.
    assert browser.ask("GET", "/ws")[0] == 401
    for path in ("/ari/channels", "/gate/desk", "/static/../wiring.py", "/static/%2e%2e/wiring.py"):
        status, _, text = browser.ask("GET", path)
        assert status in (302, 400, 401, 404), (path, text, browser.box.log("console")[-2000:])


def test_the_certificate_is_for_this_box_and_old_ciphers_are_refused(centre: box.Box) -> None:
    old = ssl.create_default_context(cafile=str(centre.paths.tls / "ca.crt"))
    old.set_ciphers("AES128-SHA")
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    link = http.client.HTTPSConnection("localhost", centre.settings.console.port, context=old, timeout=30)
    with pytest.raises((ssl.SSLError, OSError)):
        link.request("GET", "/")


def test_a_console_that_died_is_back_and_nobody_is_signed_out(centre: box.Box, browser: Browser) -> None:
    given = {"login": "noc", "name": "Night", "roles": ["noc"]}
    path = call_once(centre.paths.jobs_socket, "person.add", given)["link"].partition("/invited/")[2]
    assert browser.send(f"/invited/{path}", f"/invited/{path}", password=PASSWORD, again=PASSWORD)[0] == 302
    centre.stop("console")
    status, headers, text = browser.ask("GET", "/")
    assert status == 503
    assert "console-away" in text
    assert 'http-equiv="refresh"' in text
    assert headers["cache-control"] == "no-store"
    centre.start("console")
    # nginx answers at once, with the page that says to wait, until the console listens.
    while (answer := browser.ask("GET", "/"))[0] == 503:
        pass
    assert answer[0] == 200


def test_who_types_no_https_is_led_to_it(centre: box.Box) -> None:
    link = http.client.HTTPConnection("localhost", centre.settings.console.port, timeout=30)
    link.request("GET", "/sign-in")
    answer = link.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://localhost:{centre.settings.console.port}/sign-in"


def test_scripts_are_told_in_json(browser: Browser) -> None:
    browser.cookies.clear()
    console = browser.box.settings.console
    trusted = ssl.create_default_context(cafile=str(browser.box.paths.tls / "ca.crt"))
    link = http.client.HTTPSConnection("localhost", console.port, context=trusted, timeout=30)
    link.request("GET", "/", headers={"Accept": "application/json"})
    answer = link.getresponse()
    assert answer.status == 401
    assert json.loads(answer.read())["error"]["code"] == "console-sign-in-needed"
