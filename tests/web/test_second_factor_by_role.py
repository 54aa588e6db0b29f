"""A role that asks for a second factor: its people set one up before anything else opens."""

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.desk.audit.model import Question
from manager.errors import SecondFactorNeeded
from tests.fakes.authenticator import Authenticator
from tests.web.conftest import BASE, ClientFor, Hands, add_person, parts, sign_in
from tests.web.test_passkeys import add as add_passkey

PASSWORD = "四月的茶馆 opens late"
SET_UP = "/account/second-factor"


@pytest.fixture
def li(console: Flask) -> FlaskClient:
    """The browser of a supervisor who is signed in by the password alone."""
    client = console.test_client()
    sign_in(console, client, add_person(console, "li", "supervisor", password=PASSWORD))
    return client


@pytest.fixture
def strict(client_for: ClientFor, li: FlaskClient) -> FlaskClient:
    """The browser of the administrator who has asked it of supervisors."""
    chief = client_for("administrator")
    assert li.get("/account/").status_code == 200
    assert chief.post("/roles/second-factor", data={"strict": "supervisor"}).status_code == 302
    return chief


def test_everything_leads_to_setting_it_up_at_once(console: Flask, strict: FlaskClient, li: FlaskClient) -> None:
    for address in ("/", "/account/", "/supervisor/", "/boards/overview"):
        assert li.get(address).location == SET_UP
    answer = li.post("/account/recovery-codes", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, SecondFactorNeeded.code)
    assert "Your role asks for a second factor" in li.get(SET_UP).text
    fresh = console.test_client()
    assert fresh.post("/sign-in", data={"login": "li", "password": PASSWORD}).location == "/"
    assert fresh.get("/").location == SET_UP
    assert li.post("/sign-out").location == "/sign-in"
    assert strict.get("/people/").status_code == 200


def test_with_a_code_from_an_app_everything_opens(strict: FlaskClient, li: FlaskClient, hands: Hands) -> None:
    key = re.search(r"<code>([A-Z2-7]{32})</code>", li.get(SET_UP).text)
    assert key
    assert li.post(SET_UP, data={"code": "000000"}).status_code == 401
    assert li.get("/").location == SET_UP
    assert "Recovery codes" in li.post(SET_UP, data={"code": pyotp.TOTP(key[1]).at(hands.now())}).text
    assert li.get("/supervisor/").status_code == 200
    assert li.post("/account/second-factor/drop", data={"old": PASSWORD}).location == "/account/"
    assert li.get("/account/").location == SET_UP


def test_with_a_passkey_everything_opens(strict: FlaskClient, li: FlaskClient) -> None:
    assert "data-passkey" in li.get(SET_UP).text
    add_passkey(li, Authenticator(BASE, "callstead.test"))
    assert li.get("/supervisor/").status_code == 200


def test_it_is_asked_no_more_when_the_role_does_not(console: Flask, strict: FlaskClient, li: FlaskClient) -> None:
    assert 'value="supervisor" checked' in strict.get("/roles/").text
    assert strict.post("/roles/second-factor", data={}).status_code == 302
    assert li.get("/account/").status_code == 200
    acts = parts(console).trail.search(Question(act="role.second-factor"))
    assert [act.after for act in acts] == [{"second_factor": []}, {"second_factor": ["supervisor"]}]


def test_a_custom_role_takes_its_rule_along(console: Flask, strict: FlaskClient) -> None:
    strict.post("/roles/", data={"name": "watch", "title": "Watch", "rights": "audit.see"})
    assert strict.post("/roles/second-factor", data={"strict": ["watch", "supervisor"]}).status_code == 302
    strict.post("/roles/watch/remove")
    assert parts(console).roles.strict() == {"supervisor"}
    assert strict.post("/roles/second-factor", data={"strict": ["king"]}).status_code == 409


def test_nobody_changes_it_for_roles_above_their_own(
    console: Flask, strict: FlaskClient, client_for: ClientFor
) -> None:
    strict.post("/roles/", data={"name": "hiring", "title": "Hiring", "rights": ["people.see", "people.change"]})
    answer = client_for("hiring").post("/roles/second-factor", data={})
    assert answer.status_code == 409
    assert parts(console).roles.strict() == {"supervisor"}
