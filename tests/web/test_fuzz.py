"""Whatever is typed into whatever form: never a fault of ours, and nothing of it comes back as markup."""

import json
import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from manager.rights import To, access_of
from tests.web.conftest import ClientFor, add_person
from tests.web.walk import address, fields, methods, rules

TEXTS = (
    "",
    " ",
    "x" * 5000,
    "'; DROP TABLE people; --",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "{0.__class__.__mro__}%s%n%(x)s",
    "王芳 Ωμέγα 🙂 \u202egnp.exe",
    "../../../../etc/passwd",
    "-1",
    "99999999999999999999999999",
    "NaN",
    "0x41",
    "2026-13-45",
    "9999-12-31",
    "\r\nSet-Cookie: a=b",
    "%00%0a%0d",
    "=cmd|' /C calc'!A0",
)
BROKEN = ("\0", "a\0b", "\ud800")
"""What browsers never send, and what no database keeps."""


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module", params=["administrator", ""])
def role(request: pytest.FixtureRequest) -> str:
    """The strongest role reaches every form; a stranger reaches those that are open."""
    return str(request.param)


@pytest.mark.parametrize("text", [*TEXTS, *BROKEN], ids=lambda text: repr(text[:16]))
def test_no_text_breaks_a_page(console: Flask, client_for: ClientFor, role: str, text: str) -> None:
    client, other = client_for(role), add_person(console, "other", "agent").id
    wrong = []
    for rule in rules(console):
        for method in methods(rule):
            if rule.endpoint in ("static", "signin.leave") or not (role or is_open(console, rule.endpoint)):
                continue
            given = dict.fromkeys(fields(console), text)
            where = address(rule, id=other) if text in BROKEN else address(rule, text or "x", other)
            answer = send(client, method, where, given)
            if answer is not None and (problem := problem_of(answer[0], answer[1], text)):
                wrong.append((method, rule.rule, problem))
    assert wrong == []


def is_open(app: Flask, endpoint: str) -> bool:
    """Whether a stranger gets there at all."""
    access = access_of(app, endpoint)
    return access is not None and access.to is To.ALL


def send(client: FlaskClient, method: str, where: str, given: dict[str, str]) -> tuple[int, str] | None:
    """The answer to a form, or to an address with the same as its question."""
    try:
        if method == "GET":
            answer = client.get(where, query_string=given)
        else:
            answer = client.open(where, method=method, data=given)
    except UnicodeEncodeError:
        # Half a character cannot even be sent.
        return None
    text = answer.get_data(as_text=True)
    # What goes to a script as JSON is no markup, whatever is in it (X-Content-Type-Options keeps browsers to that).
    return answer.status_code, text.replace("<", "") if answer.mimetype == "application/json" else text


def problem_of(status: int, text: str, given: str) -> str:
    """What is wrong with an answer; "" for nothing."""
    if status in (500, 502, 503, 504):
        return f"{status} {text[:300]}"
    if "alert(1)" in given:
        tags = Tags(text).found
        if any(tag in ("script", "img") and "src" not in attributes for tag, attributes in tags):
            return "a tag of the given text is in the page"
        if any(name.startswith("on") for _, attributes in tags for name in attributes):
            return "an attribute of the given text is in the page"
    return "evaluated" if "7 * 7" in given and re.search(r"\b49\b", text) else ""


def test_a_body_that_is_no_form_breaks_no_page(console: Flask, client_for: ClientFor) -> None:
    client = client_for("administrator")
    bodies = {
        "application/json": [b"{", b"[]", b"null", json.dumps({"login": {"a": 1}}).encode()],
        "multipart/form-data; boundary=x": [b"--x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'],
        "application/x-www-form-urlencoded": [b"%ff=%fe", b"=&=&=", b"a" * 1000],
        "text/plain; charset=nonsense": [b"\xff\xfe"],
    }
    wrong = []
    for rule in rules(console):
        if "POST" in methods(rule) and rule.endpoint != "signin.leave":
            for kind, sent in bodies.items():
                for body in sent:
                    answer = client.post(address(rule), data=body, content_type=kind)
                    if answer.status_code >= 500:
                        wrong.append((rule.rule, kind, body[:20], answer.status))
    assert wrong == []
