"""The pages for tokens: made and shown once, within what one may, listed, revoked."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from appliance.desk.people.model import Scope
from appliance.errors import LANGUAGES
from tests.web.api.conftest import ProgramFor
from tests.web.conftest import ClientFor, add_person, parts, sign_in

PASSWORD = "四月的茶馆 opens late"
FORM = {
    "name": "crm",
    "rights": ["customers.see"],
    "days": "30",
    "all-queues": "1",
    "all-teams": "1",
    "old": PASSWORD,
}
TEXT = re.compile(r'id="token" readonly value="(cst_[\w-]{43})"')


def test_a_token_is_shown_once_and_works(console: Flask, client_for: ClientFor) -> None:
    client = client_for("supervisor", password=PASSWORD)
    made = client.post("/tokens/new", data=FORM).get_data(as_text=True)
    found = TEXT.search(made)
    assert found
    listed = client.get("/tokens/").get_data(as_text=True)
    assert found[1] not in listed
    assert found[1][:10] in listed
    answer = console.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {found[1]}"})
    assert answer.get_json()["rights"] == ["customers.see"]
    assert answer.get_json()["expires_at"] == "2026-12-20T04:00:00Z"


@pytest.mark.parametrize("old", ["", "wrong"])
def test_who_only_sits_at_the_browser_makes_no_token(console: Flask, client_for: ClientFor, old: str) -> None:
    answer = client_for("supervisor", password=PASSWORD).post("/tokens/new", data=FORM | {"old": old})
    assert answer.status_code == 401
    assert parts(console).tokens.all() == ()


def test_who_has_a_second_factor_makes_a_token_by_that_too(console: Flask) -> None:
    whole, client = parts(console), console.test_client()
    person = add_person(console, "li", "supervisor", password=PASSWORD)
    offer = whole.second.offer(person)
    whole.second.confirm(person, offer.sealed, pyotp.TOTP(offer.key).at(whole.clock.now()))
    sign_in(console, client, person)
    assert client.post("/tokens/new", data=FORM).status_code == 401
    assert client.post("/tokens/new", data=FORM | {"code": "000000"}).status_code == 401
    assert whole.tokens.all() == ()
    later = whole.clock.now() + timedelta(seconds=30)
    assert client.post("/tokens/new", data=FORM | {"code": pyotp.TOTP(offer.key).at(later)}).status_code == 200


def test_a_revoked_token_ends_at_once(client_for: ClientFor, program_for: ProgramFor) -> None:
    program = program_for("customers.see")
    client_for("administrator").post(f"/tokens/{program.id}/revoke")
    assert program("GET", "/customers").status_code == 401


def test_nobody_sees_or_revokes_anothers_token_without_the_right(console: Flask, client_for: ClientFor) -> None:
    client_for("administrator", password=PASSWORD).post("/tokens/new", data=FORM | {"name": "theirs"})
    token, other = parts(console).tokens.all()[0], client_for("supervisor")
    assert "theirs" not in other.get("/tokens/").get_data(as_text=True)
    assert other.post(f"/tokens/{token.id}/revoke").status_code == 404
    assert parts(console).tokens.all()[0].revoked_at is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rights": ["people.change"]}, "token-beyond"),
        ({"rights": []}, "token-field-invalid"),
        ({"name": " "}, "token-field-invalid"),
        ({"days": "731"}, "token-field-invalid"),
        ({"days": "0"}, "token-field-invalid"),
        ({"days": "x"}, "token-field-invalid"),
        ({"all-queues": None, "queues": "support"}, "token-beyond"),
    ],
)
def test_no_token_is_made_beyond_its_maker(
    console: Flask, client_for: ClientFor, change: dict[str, object], code: str
) -> None:
    client = client_for("supervisor", scope=Scope(queues=frozenset({"sales"})))
    given = {name: value for name, value in (FORM | change).items() if value is not None}
    answer = client.post("/tokens/new", data=given)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.get_data(as_text=True)
    assert parts(console).tokens.all() == ()
    explained = {"token-beyond": "than you may", "token-field-invalid": "cannot be made like this"}[code]
    assert explained in answer.get_data(as_text=True)


def test_only_who_manages_tokens_makes_one_for_a_system(client_for: ClientFor) -> None:
    for_system = FORM | {"for": "system", "system": "Billing"}
    assert client_for("supervisor").post("/tokens/new", data=for_system).status_code == 403
    assert client_for("administrator", password=PASSWORD).post("/tokens/new", data=for_system).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interface_is_told_on_a_page(client_for: ClientFor, language: str) -> None:
    client = client_for("supervisor")
    client.post("/language", data={"language": language})
    page = client.get("/tokens/interface").get_data(as_text=True)
    assert "PATCH /api/v1/customers/{id}" in page
    assert 'id="CustomerCard"' in page
    for reference in set(re.findall(r'href="#(\w+)"', page)) - {"main"}:
        assert f'id="{reference}"' in page
