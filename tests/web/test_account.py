"""One's own account: the password, the second factor with its codes, and who it is asked of."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.daemons.jobs.passwords import SealedPasswords
from appliance.desk.people.model import Person
from appliance.system.keyring import Keyring
from tests.web.conftest import Hands, add_person, parts, sign_in

PASSWORD, NEXT = "四月的茶馆 opens late", "an umbrella for each of us"


@pytest.fixture
def li(console: Flask) -> Person:
    return add_person(console, "li", "supervisor", password=PASSWORD)


@pytest.fixture
def browser(console: Flask, li: Person) -> FlaskClient:
    """Where li is signed in."""
    client = console.test_client()
    sign_in(console, client, li)
    return client


def turn_on(browser: FlaskClient, hands: Hands) -> tuple[str, list[str]]:
    """Turn the second factor on; its key, and the recovery codes."""
    key = re.search(r"<code>([A-Z2-7]{32})</code>", browser.get("/account/second-factor").text)
    assert key
    answer = browser.post("/account/second-factor", data={"code": pyotp.TOTP(key[1]).at(hands.now())})
    codes = re.findall(r"<code>([0-9a-f-]{11})</code>", answer.text)
    assert len(codes) == 10
    hands.move(seconds=30)
    return key[1], codes


def enter(client: FlaskClient, password: str = PASSWORD) -> str:
    """Give the password; where that leads."""
    return str(client.post("/sign-in", data={"login": "li", "password": password, "next": "/account/"}).location)


def test_with_a_second_factor_the_password_alone_opens_nothing(
    console: Flask, browser: FlaskClient, hands: Hands
) -> None:
    key, _ = turn_on(browser, hands)
    other = console.test_client()
    assert enter(other) == "/sign-in/second"
    assert other.get("/").status_code == 302
    assert other.post("/sign-in/second", data={"code": "000000"}).status_code == 401
    code = pyotp.TOTP(key).at(hands.now())
    assert other.post("/sign-in/second", data={"code": f" {code[:3]} {code[3:]} "}).location == "/account/"
    assert other.get("/").status_code == 200


def test_a_code_counts_once_and_for_its_time_only(console: Flask, browser: FlaskClient, hands: Hands) -> None:
    key, _ = turn_on(browser, hands)
    code = pyotp.TOTP(key).at(hands.now())
    for expected in (302, 401):
        client = console.test_client()
        enter(client)
        assert client.post("/sign-in/second", data={"code": code}).status_code == expected
    for minutes in (-2, 2):
        client = console.test_client()
        enter(client)
        wrong = pyotp.TOTP(key).at(hands.now() + timedelta(minutes=minutes))
        assert client.post("/sign-in/second", data={"code": wrong}).status_code == 401


def test_a_recovery_code_counts_once_however_it_is_typed(console: Flask, browser: FlaskClient, hands: Hands) -> None:
    _, codes = turn_on(browser, hands)
    typed = codes[3].replace("-", " ").upper()
    for expected in (302, 401):
        client = console.test_client()
        enter(client)
        assert client.post("/sign-in/second", data={"code": typed}).status_code == expected
    assert "9 recovery codes" in browser.get("/account/").text


def test_new_recovery_codes_make_the_old_ones_void(console: Flask, browser: FlaskClient, hands: Hands) -> None:
    _, codes = turn_on(browser, hands)
    assert browser.post("/account/recovery-codes", data={"old": "wrong"}).status_code == 401
    assert browser.post("/account/recovery-codes", data={"old": PASSWORD}).status_code == 200
    client = console.test_client()
    enter(client)
    assert client.post("/sign-in/second", data={"code": codes[0]}).status_code == 401


def test_the_second_step_waits_five_minutes(console: Flask, browser: FlaskClient, hands: Hands) -> None:
    key, _ = turn_on(browser, hands)
    client = console.test_client()
    enter(client)
    hands.move(minutes=6)
    answer = client.post("/sign-in/second", data={"code": pyotp.TOTP(key).at(hands.now())})
    assert "second step came too late" in answer.text
    assert client.get("/").status_code == 302
    assert console.test_client().get("/sign-in/second").status_code == 409


def test_guessing_codes_locks_the_name(console: Flask, browser: FlaskClient, hands: Hands) -> None:
    key, _ = turn_on(browser, hands)
    client = console.test_client()
    enter(client)
    for number in range(5):
        client.post("/sign-in/second", data={"code": f"00000{number}"})
    assert client.post("/sign-in/second", data={"code": pyotp.TOTP(key).at(hands.now())}).status_code == 429


def test_a_key_is_in_force_only_after_a_code_made_with_it(browser: FlaskClient, hands: Hands) -> None:
    page = browser.get("/account/second-factor").text
    assert browser.post("/account/second-factor", data={"code": "000000"}).status_code == 401
    again = browser.get("/account/second-factor").text
    assert re.findall(r"<code>(.*)</code>", page) == re.findall(r"<code>(.*)</code>", again)
    assert "<svg" in page
    assert "recovery codes are left" not in browser.get("/account/").text


def test_the_second_factor_is_turned_off_by_the_password(console: Flask, browser: FlaskClient, hands: Hands) -> None:
    turn_on(browser, hands)
    assert browser.post("/account/second-factor/drop", data={"old": "wrong"}).status_code == 401
    assert browser.post("/account/second-factor/drop", data={"old": PASSWORD}).status_code == 302
    assert enter(console.test_client()) == "/account/"


def test_a_new_password_signs_all_other_browsers_out(console: Flask, browser: FlaskClient, li: Person) -> None:
    other = console.test_client()
    sign_in(console, other, li)
    given = {"old": PASSWORD, "password": NEXT, "again": NEXT}
    assert browser.post("/account/password", data=given | {"old": "wrong"}).status_code == 401
    assert browser.post("/account/password", data=given | {"again": "x"}).status_code == 409
    assert browser.post("/account/password", data=given).status_code == 302
    assert browser.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert enter(console.test_client(), NEXT) == "/account/"


def test_a_link_for_a_new_password_does_not_pass_by_the_second_factor(
    console: Flask, browser: FlaskClient, li: Person, hands: Hands
) -> None:
    turn_on(browser, hands)
    code = parts(console).staff.reset(li.id)
    client = console.test_client()
    assert client.post(f"/invited/{code}", data={"password": NEXT, "again": NEXT}).location == "/sign-in/second"
    assert client.get("/").status_code == 302
    code = parts(console).staff.reset(li.id, proofs=True)
    assert client.post(f"/invited/{code}", data={"password": NEXT, "again": NEXT}).location == "/"


def test_the_key_lies_sealed_in_the_database(console: Flask, browser: FlaskClient, hands: Hands) -> None:
    key, codes = turn_on(browser, hands)
    kept = b"".join(path.read_bytes() for path in parts(console).settings.state.glob("callstead.db*"))
    assert key.encode() not in kept
    assert codes[0].replace("-", "").encode() not in kept


def test_the_key_is_closed_anew_with_the_box_key(console: Flask, browser: FlaskClient, hands: Hands) -> None:
    key, _ = turn_on(browser, hands)
    keys = Keyring.load(parts(console).settings.state / "keys")
    old = keys.current.key_id
    keys.make_next()
    keys.switch()
    passwords = SealedPasswords(parts(console).engine, keys)
    assert passwords.closed_by(old) == 1
    assert passwords.reseal() == 1
    assert (passwords.closed_by(old), passwords.reseal()) == (0, 0)
    client = console.test_client()
    enter(client)
    assert client.post("/sign-in/second", data={"code": pyotp.TOTP(key).at(hands.now())}).location == "/account/"
