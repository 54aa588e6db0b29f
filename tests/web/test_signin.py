"""Signing in: with a password, in vain, too often; what a session is bound to, and how it ends."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from manager.doorway import TOKEN
from tests.web.conftest import BASE, ClientFor, Hands, add_person, parts

PASSWORD = "四月的茶馆 opens late"


@pytest.fixture
def li(console: Flask) -> FlaskClient:
    """A browser in front of the sign-in page; `li` is somebody who may come in."""
    add_person(console, "li", "supervisor", password=PASSWORD)
    return console.test_client()


def enter(client: FlaskClient, login: str = "li", password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/sign-in", data={"login": login, "password": password, **more})


def test_the_right_password_leads_to_the_page_that_was_wanted(li: FlaskClient) -> None:
    sent = li.get("/account/")
    assert sent.location == "/sign-in?next=/account/"
    assert enter(li, next="/account/").location == "/account/"
    assert li.get("/account/").status_code == 200


def test_a_name_is_the_same_in_capitals(li: FlaskClient) -> None:
    assert enter(li, login=" LI ").location == "/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_signing_in_leads_to_no_other_site(li: FlaskClient, target: str) -> None:
    assert enter(li, next=target).location == "/"


@pytest.mark.parametrize(("login", "password"), [("li", "wrong password"), ("nobody", PASSWORD), ("", ""), ("li", "")])
def test_who_proves_nothing_stays_outside_and_hears_the_same(li: FlaskClient, login: str, password: str) -> None:
    answer = enter(li, login, password)
    assert answer.status_code == 401
    assert "Signing in did not work." in answer.text
    assert li.get("/").location == "/sign-in?next=/"


def test_five_failures_lock_the_name_everywhere_and_through_a_restart(
    li: FlaskClient, console: Flask, hands: Hands
) -> None:
    for _ in range(5):
        enter(li, password="wrong password")
    other = console.test_client()
    answer = other.post(
        "/sign-in", data={"login": "li", "password": PASSWORD}, environ_base={"REMOTE_ADDR": "10.0.0.9"}
    )
    assert answer.status_code == 429
    hands.move(minutes=2)
    assert enter(li).status_code == 302


def test_a_browser_that_tries_many_names_is_locked(li: FlaskClient, hands: Hands) -> None:
    for number in range(30):
        enter(li, login=f"guess{number}", password="wrong password")
    assert enter(li).status_code == 429


def test_somebody_switched_off_is_out_at_once(li: FlaskClient, console: Flask) -> None:
    enter(li)
    person = parts(console).directory.by_login("li")
    assert person
    parts(console).directory.change(replace(person, active=False))
    assert li.get("/").location == "/sign-in?next=/"
    assert enter(li).status_code == 401


def test_a_session_that_an_attacker_planted_is_not_the_one_after_signing_in(li: FlaskClient) -> None:
    with li.session_transaction(base_url=BASE) as session:
        session[TOKEN] = "planted"
        session["other"] = "planted"
    enter(li)
    with li.session_transaction(base_url=BASE) as session:
        assert session[TOKEN] != "planted"
        assert "other" not in session


def test_signing_in_again_is_another_session(li: FlaskClient) -> None:
    tokens = set()
    for _ in range(2):
        enter(li)
        with li.session_transaction(base_url=BASE) as session:
            tokens.add(session[TOKEN])
    assert len(tokens) == 2


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(li: FlaskClient, console: Flask) -> None:
    enter(li)
    with li.session_transaction(base_url=BASE) as session:
        token = session[TOKEN]
    li.post("/sign-out")
    thief = console.test_client()
    with thief.session_transaction(base_url=BASE) as session:
        session[TOKEN] = token
    assert thief.get("/").status_code == 302


def test_a_session_that_nobody_uses_ends(client_for: ClientFor, hands: Hands) -> None:
    client = client_for("agent")
    hands.move(minutes=119)
    assert client.get("/").status_code == 200
    hands.move(minutes=119)
    assert client.get("/").status_code == 200
    hands.move(minutes=121)
    assert client.get("/").status_code == 302


def test_a_session_ends_after_a_shift_used_or_not(client_for: ClientFor, hands: Hands) -> None:
    client = client_for("agent")
    for _ in range(13):
        hands.move(hours=1)
        assert client.get("/").status_code == 200
    hands.move(hours=1)
    assert client.get("/").status_code == 302


def test_the_database_holds_no_token_and_no_password(li: FlaskClient, console: Flask) -> None:
    enter(li)
    with li.session_transaction(base_url=BASE) as session:
        token = session[TOKEN]
    file = parts(console).settings.state
    kept = b"".join(path.read_bytes() for path in file.glob("callstead.db*"))
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept
    assert b"$argon2id$" in kept
