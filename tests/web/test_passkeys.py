"""Passkeys by Flask's client and a security key in software: what proves somebody, and what does not."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from appliance.desk.audit.model import Question
from appliance.desk.people.errors import SignInRefused
from appliance.desk.people.model import Person
from appliance.desk.people.passkeys.errors import PasskeysNeedAName, TooManyPasskeys
from appliance.desk.people.passkeys.model import Passkey
from tests.fakes.authenticator import PRESENT, Authenticator
from tests.web.conftest import BASE, Hands, add_person, parts, sign_in

PASSWORD, HOST = "四月的茶馆 opens late", "callstead.test"
JSON = {"Accept": "application/json"}


@pytest.fixture
def li(console: Flask) -> Person:
    return add_person(console, "li", "supervisor", password=PASSWORD)


@pytest.fixture
def browser(console: Flask, li: Person) -> FlaskClient:
    """Where li is signed in."""
    client = console.test_client()
    sign_in(console, client, li)
    return client


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(BASE, HOST)


def add(browser: FlaskClient, device: Authenticator, label: str = "office", password: str = PASSWORD) -> TestResponse:
    options = browser.post("/account/passkeys/ask", data={"old": password}, headers=JSON).get_json()
    return browser.post("/account/passkeys", data={"answer": device.make(options), "label": label})


def enter(client: FlaskClient, device: Authenticator, **more: str) -> TestResponse:
    """Sign in by the device."""
    options = client.post("/sign-in/passkey/ask", headers=JSON).get_json()
    return client.post("/sign-in/passkey", data={"answer": device.prove(options), **more})


def test_a_passkey_alone_signs_in_and_is_noted(
    console: Flask, browser: FlaskClient, device: Authenticator, li: Person
) -> None:
    assert "Recovery codes" in add(browser, device).text
    page = browser.get("/account/").text
    assert 'value="office"' in page
    assert "not yet" in page
    other = console.test_client()
    assert enter(other, device, next="/account/").location == "/account/"
    assert "not yet" not in other.get("/account/").text
    (made,) = parts(console).trail.search(Question(act="passkey.add"))
    (entered, *_) = parts(console).trail.search(Question(act="sign-in"))
    assert (made.after, entered.after) == ({"name": "office"}, {"by": "passkey"})
    (kept,) = parts(console).passkeys.of(li.id)
    assert (kept.sign_count, kept.used_at) == (1, parts(console).clock.now())


def test_only_the_first_second_factor_brings_recovery_codes(
    console: Flask, browser: FlaskClient, device: Authenticator, li: Person
) -> None:
    add(browser, device)
    answer = add(browser, Authenticator(BASE, HOST, b"second"), "home")
    assert answer.location == "/account/"
    assert [one.name for one in parts(console).passkeys.of(li.id)] == ["office", "home"]


def test_nobody_makes_one_without_the_password(browser: FlaskClient, device: Authenticator, console: Flask) -> None:
    answer = browser.post("/account/passkeys/ask", data={"old": "wrong"}, headers=JSON)
    assert answer.get_json()["error"]["code"] == SignInRefused.code
    forged = device.make({"challenge": "AAAA"})
    assert browser.post("/account/passkeys", data={"answer": forged, "label": "x"}).status_code == 401
    assert console.test_client().post("/account/passkeys/ask", headers=JSON).status_code == 401


def other_site(device: Authenticator) -> Authenticator:
    return replace(device, origin="https://evil.example")


def other_host(device: Authenticator) -> Authenticator:
    return replace(device, host="evil.example")


def unverified(device: Authenticator) -> Authenticator:
    return replace(device, flags=PRESENT)


def other_key(device: Authenticator) -> Authenticator:
    return Authenticator(BASE, HOST, device.credential)


def unknown(device: Authenticator) -> Authenticator:
    return replace(device, credential=b"never seen here")


@pytest.mark.parametrize("change", [other_site, other_host, unverified, other_key, unknown])
def test_what_proves_nothing_opens_nothing(
    console: Flask, browser: FlaskClient, device: Authenticator, change: Callable[[Authenticator], Authenticator]
) -> None:
    add(browser, device)
    client = console.test_client()
    answer = enter(client, change(device))
    assert answer.status_code == 401
    assert "did not prove" in answer.text
    assert client.get("/").status_code == 302
    assert parts(console).trail.search(Question(act="sign-in.failed"))


@pytest.mark.parametrize("change", [other_site, other_host, unverified])
def test_what_proves_nothing_is_not_kept(
    console: Flask,
    browser: FlaskClient,
    device: Authenticator,
    li: Person,
    change: Callable[[Authenticator], Authenticator],
) -> None:
    assert add(browser, change(device)).status_code == 401
    assert parts(console).passkeys.of(li.id) == ()


def test_a_copied_key_falls_behind_and_is_refused(console: Flask, browser: FlaskClient, device: Authenticator) -> None:
    add(browser, device)
    copy = replace(device)
    for _ in range(3):
        assert enter(console.test_client(), device).status_code == 302
    assert enter(console.test_client(), copy).status_code == 401


def test_an_answer_counts_once_and_for_five_minutes(
    console: Flask, browser: FlaskClient, device: Authenticator, hands: Hands
) -> None:
    add(browser, device)
    client = console.test_client()
    options = client.post("/sign-in/passkey/ask", headers=JSON).get_json()
    cookie = client.get_cookie("__Host-callstead", domain=HOST)
    assert cookie
    answer = device.prove(options)
    hands.move(seconds=5)
    assert client.post("/sign-in/passkey", data={"answer": answer}).status_code == 302
    hands.move(seconds=5)
    thief = console.test_client()
    thief.set_cookie("__Host-callstead", cookie.value, domain=HOST, secure=True)
    assert thief.post("/sign-in/passkey", data={"answer": answer}).status_code == 401
    late = console.test_client()
    options = late.post("/sign-in/passkey/ask", headers=JSON).get_json()
    hands.move(minutes=6)
    assert late.post("/sign-in/passkey", data={"answer": device.prove(options)}).status_code == 401


def test_it_is_the_second_factor_of_its_own_person_only(
    console: Flask, browser: FlaskClient, device: Authenticator
) -> None:
    add(browser, device)
    other = add_person(console, "han", "agent", password=PASSWORD)
    theirs, mine = Authenticator(BASE, HOST, b"of han"), console.test_client()
    sign_in(console, mine, other)
    add(mine, theirs)
    for key, status in ((theirs, 401), (device, 302)):
        client = console.test_client()
        answer = client.post("/sign-in", data={"login": "li", "password": PASSWORD, "next": "/account/"})
        assert answer.location == "/sign-in/second"
        assert "data-passkey" in client.get("/sign-in/second").text
        asked = client.post("/sign-in/passkey/ask", headers=JSON).get_json()
        assert len(asked["allowCredentials"]) == 1
        answer = client.post("/sign-in/passkey", data={"answer": key.prove(asked)})
        assert answer.status_code == status
    assert answer.location == "/account/"


def test_a_recovery_code_stands_in_for_a_lost_passkey(
    console: Flask, browser: FlaskClient, device: Authenticator, li: Person
) -> None:
    add(browser, device)
    codes = parts(console).second.new_recovery(parts(console).staff.person(li.id))
    client = console.test_client()
    client.post("/sign-in", data={"login": "li", "password": PASSWORD})
    assert client.post("/sign-in/second", data={"code": "000000"}).status_code == 401
    assert client.post("/sign-in/second", data={"code": codes[0]}).status_code == 302


def test_who_is_switched_off_stays_outside(
    console: Flask, browser: FlaskClient, device: Authenticator, li: Person
) -> None:
    add(browser, device)
    parts(console).directory.change(replace(parts(console).staff.person(li.id), active=False))
    assert enter(console.test_client(), device).status_code == 401


def test_failures_lock_the_name(console: Flask, browser: FlaskClient, device: Authenticator) -> None:
    add(browser, device)
    for _ in range(5):
        assert enter(console.test_client(), unverified(device)).status_code == 401
    assert enter(console.test_client(), device).status_code == 429


def test_what_was_asked_for_a_sign_in_makes_no_passkey(
    console: Flask, browser: FlaskClient, device: Authenticator, li: Person
) -> None:
    """That asking takes no password: else whoever sits at an open browser made a passkey without one."""
    options = json.loads(browser.post("/sign-in/passkey/ask", headers=JSON).text)
    asked = {"rp": {"id": HOST}, "challenge": options["challenge"]}
    answer = browser.post("/account/passkeys", data={"answer": device.make(asked), "label": "planted"})
    assert answer.status_code == 401
    assert parts(console).passkeys.of(li.id) == ()


def test_the_card_of_the_second_factor_says_that_a_passkey_is_one(browser: FlaskClient, device: Authenticator) -> None:
    assert "a stolen password alone opens nothing" in browser.get("/account/").text
    add(browser, device)
    page = browser.get("/account/").text
    assert "your passkeys (1) are the second factor" in page
    assert "a stolen password alone opens nothing" not in page


def test_it_is_renamed_and_removed_by_its_owner(
    console: Flask, browser: FlaskClient, device: Authenticator, li: Person
) -> None:
    add(browser, device)
    (kept,) = parts(console).passkeys.of(li.id)
    where, stranger = f"/account/passkeys/{kept.credential}", console.test_client()
    sign_in(console, stranger, add_person(console, "han", "administrator", password=PASSWORD))
    for act in ("name", "remove"):
        assert stranger.post(f"{where}/{act}", data={"label": "mine", "old": PASSWORD}).status_code == 404
    assert browser.post(f"{where}/name", data={"label": " "}).status_code == 409
    assert browser.post(f"{where}/name", data={"label": "笔记本 <b>"}).status_code == 302
    assert 'value="笔记本 &lt;b&gt;"' in browser.get("/account/").text
    assert browser.post(f"{where}/remove").status_code == 401, "who only sits at the browser drops no second factor"
    assert browser.post(f"{where}/remove", data={"old": PASSWORD}).status_code == 302
    after = parts(console).staff.person(li.id)
    assert (after.passkeys, after.recovery, after.second_factor) == (0, (), False)
    assert enter(console.test_client(), device).status_code == 401


def test_who_lost_everything_is_given_a_link_without_it(
    console: Flask, browser: FlaskClient, device: Authenticator, li: Person
) -> None:
    add(browser, device)
    parts(console).staff.reset(li.id, proofs=True)
    assert parts(console).passkeys.of(li.id) == ()
    assert not parts(console).staff.person(li.id).second_factor


def test_an_ip_address_has_no_passkeys_and_says_so(console: Flask, li: Person) -> None:
    client, where = console.test_client(), "https://192.168.1.20:8443"
    token, _ = parts(console).entrance.open(li, "127.0.0.1", "test")
    with client.session_transaction(base_url=where) as session:
        session["token"] = token
    assert "by an IP address" in client.get("/account/", base_url=where).text
    given = {"data": {"old": PASSWORD}, "headers": JSON | {"Referer": f"{where}/"}}
    answer = client.post("/account/passkeys/ask", base_url=where, **given)
    assert answer.get_json()["error"]["code"] == PasskeysNeedAName.code
    assert "data-passkey" not in console.test_client().get("/sign-in", base_url=where).text
    assert "data-passkey" in console.test_client().get("/sign-in").text


def test_nobody_has_more_than_twenty(console: Flask, browser: FlaskClient, li: Person) -> None:
    now = parts(console).clock.now()
    for at in range(20):
        assert parts(console).passkeys._passkeys.add(Passkey(f"c{at}", li.id, "x", b"", 0, now))
    answer = browser.post("/account/passkeys/ask", data={"old": PASSWORD}, headers=JSON)
    assert answer.get_json()["error"]["code"] == TooManyPasskeys.code


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "7", '{"id": 7}', '{"id":"a","rawId":"b","response":7}'])
def test_nonsense_is_refused(console: Flask, browser: FlaskClient, answer: str) -> None:
    client = console.test_client()
    client.post("/sign-in/passkey/ask", headers=JSON)
    response = client.post("/sign-in/passkey", data={"answer": answer}, headers=JSON)
    assert response.status_code == 401
    browser.post("/account/passkeys/ask", data={"old": PASSWORD}, headers=JSON)
    assert browser.post("/account/passkeys", data={"answer": answer, "label": "x"}).status_code == 401
