"""Signing in at the company's provider: who comes in and as what, and everything that proves nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey
from werkzeug.test import TestResponse

from appliance.desk.audit.model import Question
from appliance.desk.people.accounts.repository import Ways, secret_place
from appliance.desk.people.model import Person, Scope
from appliance.store.documents import Documents
from manager.doorway import TOKEN
from tests.fakes.openid_provider import CLIENT, SECRET, Provider, ec, provider, rsa
from tests.web.conftest import BASE, Hands, add_person, parts, sign_in

pytestmark = pytest.mark.wire

BACK = f"{BASE}/sign-in/company/back"
GRANTS = [{"group": "supervisors", "role": "supervisor", "queues": ["sales"]}, {"group": "agents", "role": "agent"}]
PASSWORD = "四月的茶馆 opens late"


@pytest.fixture
def company(hands: Hands) -> Iterator[Provider]:
    """The company's provider, at the time of the console."""
    with provider(lambda: hands.now().timestamp()) as one:
        one.claims["groups"] = ["supervisors", "elsewhere"]
        yield one


@pytest.fixture
def visitor(console: Flask, company: Provider) -> FlaskClient:
    """A browser in front of a console where the provider is set up, and makes newcomers."""
    set_up(console, company)
    return console.test_client()


def set_up(console: Flask, company: Provider, **more: Any) -> None:
    whole = parts(console)
    body = {
        "enabled": True,
        "title": "Acme",
        "issuer": company.address,
        "client": CLIENT,
        "secret": whole.keys.seal(SECRET, secret_place(Ways.PROVIDER)),
        "newcomers": "made",
        "grants": GRANTS,
    }
    by: dict[str, Any] = {"author": "test", "reason": "set up", "at": whole.clock.now()}
    Documents(whole.engine).put(Ways.PROVIDER, Ways.ONLY, body | more, **by)


def go(client: FlaskClient, company: Provider, target: str = "/account/") -> TestResponse:
    """There and back."""
    sent = client.get(f"/sign-in/company?next={target}")
    assert sent.status_code == 302, sent.text
    return client.get(company.visited(sent.location))


def who(console: Flask, login: str = "wang") -> Person:
    person = parts(console).directory.by_login(login)
    assert person, f"there is no {login}"
    return person


def acts(console: Flask) -> list[tuple[str, Any]]:
    return [(note.act, note.after) for note in parts(console).trail.search(Question())]


def test_the_button_leads_there_and_back_in(visitor: FlaskClient, company: Provider, console: Flask) -> None:
    page = visitor.get("/sign-in?next=/account/")
    assert "Sign in with Acme" in page.text
    assert go(visitor, company).location == "/account/"
    assert visitor.get("/account/").status_code == 200
    person = who(console)
    assert (person.name, person.roles, person.scope) == ("王 Wang", ("supervisor",), Scope(frozenset({"sales"}), None))
    assert not person.password


def test_what_goes_out_carries_no_secret_and_what_comes_back_is_bound_to_it(
    visitor: FlaskClient, company: Provider
) -> None:
    sent = urlsplit(visitor.get("/sign-in/company").location)
    query = parse_qs(sent.query)
    assert query["redirect_uri"] == [BACK]
    assert "code_verifier" not in query
    assert SECRET not in sent.query
    first, again = (parse_qs(urlsplit(visitor.get("/sign-in/company").location).query) for _ in range(2))
    assert all(first[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_the_audit_trail_says_which_way(visitor: FlaskClient, company: Provider, console: Flask) -> None:
    go(visitor, company)
    assert ("sign-in", {"by": "openid"}) in acts(console)
    assert SECRET not in str(acts(console))


def test_the_second_time_it_is_the_same_person_whatever_the_name_is_now(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    go(visitor, company)
    before = who(console)
    company.claims |= {
        "preferred_username": "wang-li",
        "name": "Wang Li",
        "email": "w@acme.example",
        "groups": "agents",
    }
    go(console.test_client(), company)
    after = who(console)
    assert (after.id, after.login, after.name) == (before.id, "wang", "Wang Li")
    assert (after.roles, after.mail, after.scope) == (("agent",), "w@acme.example", Scope())


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "another-client"},
    "several audiences and no word whose": {"aud": [CLIENT, "another-client"]},
    "made for another": {"aud": [CLIENT, "another-client"], "azp": "another-client"},
    "another nonce": {"nonce": "replayed"},
    "no nonce": {"nonce": None},
    "over": {"exp": 1},
    "no end": {"exp": None},
    "end in words": {"exp": "tomorrow"},
    "from the future": {"iat": 1 << 40},
    "made long ago": {"iat": 1_000_000_000},
    "not yet": {"nbf": 1 << 33},
    "another access token": {"at_hash": "AAAA"},
    "nobody": {"sub": ""},
    "no text for who": {"sub": 7},
}


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.replace(" ", "-"))
def test_a_token_that_is_not_for_this_console_and_moment_lets_nobody_in(
    visitor: FlaskClient, company: Provider, console: Flask, lie: str
) -> None:
    company.lie = lambda claims: claims | LIES[lie]
    answer = go(visitor, company)
    assert answer.status_code == 401
    assert "does not prove who you are" in answer.text
    assert visitor.get("/account/").location == "/sign-in?next=/account/"
    assert parts(console).directory.by_login("wang") is None


def test_a_clock_that_is_a_minute_off_is_borne(visitor: FlaskClient, company: Provider, hands: Hands) -> None:
    company.now = lambda: hands.now().timestamp() + 60
    assert go(visitor, company).location == "/account/"
    company.now = lambda: hands.now().timestamp() - 340
    assert go(visitor, company).location == "/account/"


@pytest.mark.parametrize("how", ["none", "HS256", "another-key"])
def test_a_signature_that_anybody_could_make_lets_nobody_in(visitor: FlaskClient, company: Provider, how: str) -> None:
    if how == "none":
        company.algorithm = "none"
    elif how == "another-key":
        company.signs_with = rsa("one")
    else:
        company.algorithm, company.signs_with = "HS256", OctKey.import_key(SECRET.encode())
    assert go(visitor, company).status_code == 401


def test_keys_that_are_changed_are_fetched_but_not_for_every_stranger(
    visitor: FlaskClient, company: Provider, hands: Hands
) -> None:
    assert go(visitor, company).location == "/account/"
    company.keys = [ec("two"), *company.keys]
    company.algorithm = "ES256"
    hands.move(minutes=2)
    assert go(visitor, company).location == "/account/"
    asked = company.counts["/keys"]
    company.signs_with = ec("unknown")
    for _ in range(3):
        assert go(visitor, company).status_code == 401
    assert company.counts["/keys"] == asked


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    back = company.visited(visitor.get("/sign-in/company").location)
    stranger = console.test_client()
    assert stranger.get(back).status_code == 400
    assert stranger.get("/account/").status_code == 302
    assert visitor.get(back).location == "/"
    visitor.post("/sign-out")
    assert visitor.get(back).status_code == 400


def test_a_browser_is_not_signed_in_by_an_answer_that_it_did_not_ask_for(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    """Login CSRF: the attacker's own answer, given to somebody else's browser."""
    attackers = company.visited(console.test_client().get("/sign-in/company").location)
    visitor.get("/sign-in/company")
    assert visitor.get(attackers).status_code == 400
    assert company.told == []


def test_an_answer_that_comes_too_late_counts_no_more(visitor: FlaskClient, company: Provider, hands: Hands) -> None:
    back = company.visited(visitor.get("/sign-in/company").location)
    hands.move(minutes=11)
    assert visitor.get(back).status_code == 400


def test_an_answer_of_another_provider_is_never_sent_to_this_one(visitor: FlaskClient, company: Provider) -> None:
    """Mix-up (RFC 9207)."""
    company.more_in_answer = {"iss": "https://evil.example"}
    assert go(visitor, company).status_code == 401
    assert company.told == []


def test_a_provider_that_says_that_it_names_itself_must(console: Flask, company: Provider) -> None:
    company.metadata["authorization_response_iss_parameter_supported"] = True
    set_up(console, company)
    assert go(console.test_client(), company).status_code == 401
    company.more_in_answer = {"iss": company.address}
    assert go(console.test_client(), company).status_code == 302


def test_after_a_change_of_the_provider_nothing_of_before_counts(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    back = company.visited(visitor.get("/sign-in/company").location)
    set_up(console, company, client="another")
    assert visitor.get(back).status_code == 400


def test_a_description_of_another_issuer_is_not_taken(console: Flask, company: Provider) -> None:
    company.metadata["issuer"] = "https://evil.example"
    set_up(console, company)
    answer = console.test_client().get("/sign-in/company")
    assert answer.status_code == 401
    assert not answer.location


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_coming_back_leads_to_no_other_site(visitor: FlaskClient, company: Provider, target: str) -> None:
    assert go(visitor, company, target).location == "/"


def test_the_providers_own_no_is_told(visitor: FlaskClient, company: Provider) -> None:
    sent = visitor.get("/sign-in/company")
    state = parse_qs(urlsplit(sent.location).query)["state"][0]
    answer = visitor.get(f"/sign-in/company/back?error=access_denied&state={state}")
    assert answer.status_code == 401
    assert "(provider)" in answer.text


def test_many_false_answers_make_the_address_wait(visitor: FlaskClient, company: Provider, console: Flask) -> None:
    company.algorithm = "none"
    for _ in range(30):
        go(console.test_client(), company)
    assert go(visitor, company).status_code == 429
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    company.algorithm = "RS256"
    other = console.test_client()
    back = company.visited(other.get("/sign-in/company", environ_base=elsewhere).location)
    assert other.get(back, environ_base=elsewhere).status_code == 302


def test_whoever_has_no_role_is_told_so_and_stays_outside(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    company.claims["groups"] = ["cleaners"]
    answer = go(visitor, company)
    assert answer.status_code == 403
    assert "has no role here" in answer.text
    assert parts(console).directory.by_login("wang") is None


def test_somebody_who_lost_the_group_stays_outside(visitor: FlaskClient, company: Provider, console: Flask) -> None:
    go(visitor, company)
    company.claims["groups"] = []
    assert go(console.test_client(), company).status_code == 403


def test_strangers_are_made_only_where_that_is_wanted(console: Flask, company: Provider) -> None:
    set_up(console, company, newcomers="known")
    answer = go(console.test_client(), company)
    assert answer.status_code == 403
    assert "Nobody here has your company account (wang)" in answer.text
    person = add_person(console, "wang", "agent")
    assert go(console.test_client(), company).status_code == 302
    assert who(console).id == person.id
    assert who(console).outside.startswith("openid:")


def test_where_only_linked_people_come_in_a_name_that_fits_is_not_enough(console: Flask, company: Provider) -> None:
    set_up(console, company, newcomers="linked")
    add_person(console, "wang", "agent")
    assert go(console.test_client(), company).status_code == 403


def test_nobody_becomes_an_administrator_by_a_name(visitor: FlaskClient, company: Provider, console: Flask) -> None:
    add_person(console, "wang", "administrator", password=PASSWORD)
    answer = go(visitor, company)
    assert answer.status_code == 403
    assert "not linked by the name alone" in answer.text
    assert not who(console).outside


def test_an_account_of_another_is_not_taken_over_by_its_name(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    go(visitor, company)
    company.claims["sub"] = "u-2"
    assert go(console.test_client(), company).status_code == 409


def test_an_unverified_mail_address_is_no_name(console: Flask, company: Provider) -> None:
    set_up(console, company, login_claim="email")
    company.claims |= {"email": "wang@acme.example", "email_verified": False}
    assert go(console.test_client(), company).status_code == 401
    company.claims["email_verified"] = True
    assert go(console.test_client(), company).status_code == 302
    assert who(console, "wang@acme.example")


def test_what_the_token_leaves_out_is_asked_for_but_only_of_the_same_person(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    for name in ("groups", "name"):
        del company.claims[name]
    company.userinfo = {"sub": "somebody-else", "groups": ["supervisors"]}
    assert go(visitor, company).status_code == 401
    company.userinfo = {"sub": "u-1", "groups": ["/supervisors"], "name": "Wang"}
    assert go(visitor, company).status_code == 302
    assert who(console).roles == ("supervisor",)


def test_somebody_switched_off_here_stays_outside(visitor: FlaskClient, company: Provider, console: Flask) -> None:
    go(visitor, company)
    parts(console).directory.change(replace(who(console), active=False))
    assert visitor.get("/account/").status_code == 302
    assert go(console.test_client(), company).status_code == 401


@pytest.mark.parametrize(
    ("policy", "said", "asked_here"),
    [
        ("here", ["mfa"], True),
        ("told", ["mfa"], False),
        ("told", ["pwd"], True),
        ("provider", [], False),
    ],
)
def test_who_asks_for_the_second_factor_is_a_matter_of_policy(
    console: Flask, company: Provider, policy: str, said: list[str], asked_here: bool
) -> None:
    set_up(console, company, second=policy)
    company.claims["amr"] = said
    go(console.test_client(), company)
    parts(console).directory.set_proofs(who(console).id, totp="sealed")
    client = console.test_client()
    assert go(client, company).location == ("/sign-in/second" if asked_here else "/account/")
    assert (client.get("/account/").status_code == 200) is not asked_here


@pytest.mark.parametrize(("said", "owes"), [(["pwd"], True), (["pwd", "mfa"], False)])
def test_a_role_that_asks_for_a_second_factor_is_content_with_the_providers(
    console: Flask, company: Provider, said: list[str], owes: bool
) -> None:
    set_up(console, company, second="told")
    parts(console).roles.set_strict(["supervisor"])
    company.claims["amr"] = said
    client = console.test_client()
    go(client, company)
    assert (client.get("/account/").location == "/account/second-factor") is owes


def test_signing_in_makes_the_session_anew(visitor: FlaskClient, company: Provider) -> None:
    """Session fixation: whatever was in the browser before is gone."""
    with visitor.session_transaction(base_url=BASE) as session:
        session[TOKEN], session["planted"] = "planted", "planted"
    go(visitor, company)
    with visitor.session_transaction(base_url=BASE) as session:
        assert session[TOKEN] != "planted"
        assert "planted" not in session


def test_signing_out_tells_where_one_may_still_be_in(visitor: FlaskClient, company: Provider) -> None:
    go(visitor, company)
    assert visitor.post("/sign-out").location == "/signed-out"
    page = visitor.get("/signed-out").text
    assert f'href="{company.address}/leave?client_id={CLIENT}&amp;post_logout_redirect_uri=' in page
    assert visitor.get("/account/").location == "/sign-in?next=/account/"


def test_while_the_provider_is_away_administrators_come_in_by_their_password(console: Flask, company: Provider) -> None:
    set_up(console, company, issuer="http://127.0.0.1:9")
    add_person(console, "admin", "administrator", password=PASSWORD)
    client = console.test_client()
    page = client.get("/sign-in/company")
    assert page.status_code == 502
    assert "administrators still sign in with their name and password" in page.text
    assert client.post("/sign-in", data={"login": "admin", "password": PASSWORD}).status_code == 302


def test_whoever_is_linked_comes_in_by_that_alone_but_for_administrators(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    for login, role in (("wang", "agent"), ("admin", "administrator")):
        person = add_person(console, login, role, password=PASSWORD)
        parts(console).directory.change(replace(person, outside=f"openid:{login}"))
    answers = [
        console.test_client().post("/sign-in", data={"login": login, "password": PASSWORD}).status_code
        for login in ("wang", "admin")
    ]
    assert answers == [401, 302]


def test_a_link_is_made_by_its_owner_with_a_proof(visitor: FlaskClient, company: Provider, console: Flask) -> None:
    person = add_person(console, "boss", "administrator", password=PASSWORD)
    sign_in(console, visitor, person)
    assert visitor.post("/account/company/link", data={"old": "wrong"}).status_code == 401
    page = visitor.post("/account/company/link", data={"old": PASSWORD})
    target = page.headers["Refresh"].partition("url=")[2]
    assert visitor.get(company.visited(target)).location == "/account/"
    assert who(console, "boss").outside.startswith("openid:")
    assert go(console.test_client(), company).status_code == 302
    assert who(console, "boss").roles == ("administrator",), "made so by hand, and kept so"


def test_an_account_that_is_linked_already_is_not_linked_again(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    go(console.test_client(), company)
    sign_in(console, visitor, add_person(console, "boss", "administrator", password=PASSWORD))
    page = visitor.post("/account/company/link", data={"old": PASSWORD})
    answer = visitor.get(company.visited(page.headers["Refresh"].partition("url=")[2]))
    assert answer.status_code == 409
    assert not who(console, "boss").outside


def test_who_has_no_password_here_proves_to_be_there_by_signing_in_again(
    visitor: FlaskClient, company: Provider, console: Flask, hands: Hands
) -> None:
    go(visitor, company)
    wish = {"name": "crm", "rights": "reports.see", "days": "30", "queues": "sales", "all-teams": "1"}
    assert visitor.post("/tokens/new", data=wish).status_code == 403
    sent = visitor.get("/account/company/prove?next=/tokens/new")
    assert "prompt=login&max_age=0" in sent.location
    assert visitor.get(company.visited(sent.location)).location == "/tokens/new"
    assert visitor.post("/tokens/new", data=wish).status_code == 200
    hands.move(minutes=6)
    assert visitor.post("/tokens/new", data=wish).status_code == 403


@pytest.mark.parametrize("how", ["an old sign-in", "somebody else"])
def test_no_other_sign_in_stands_for_the_proof(visitor: FlaskClient, company: Provider, how: str, hands: Hands) -> None:
    go(visitor, company)
    sent = visitor.get("/account/company/prove")
    if how == "somebody else":
        company.claims["sub"] = "u-2"
    else:
        company.lie = lambda claims: claims | {"auth_time": int(hands.now().timestamp()) - 3600}
    assert visitor.get(company.visited(sent.location)).status_code == 401
    with visitor.session_transaction(base_url=BASE) as session:
        assert "proven" not in session


def test_unlinked_the_account_opens_nothing_and_its_sessions_end(
    visitor: FlaskClient, company: Provider, console: Flask
) -> None:
    go(visitor, company)
    chief = console.test_client()
    sign_in(console, chief, add_person(console, "chief", "administrator", password=PASSWORD))
    assert chief.post(f"/people/{who(console).id}/unlink").status_code == 302
    assert not who(console).outside
    assert visitor.get("/account/").status_code == 302


def test_switched_off_there_is_no_button_and_no_way(console: Flask, company: Provider) -> None:
    set_up(console, company, enabled=False)
    client = console.test_client()
    assert "/sign-in/company" not in client.get("/sign-in").text
    assert client.get("/sign-in/company").status_code == 404


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(console: Flask, company: Provider) -> None:
    company.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    set_up(console, company)
    assert go(console.test_client(), company).status_code == 302
    assert company.told[0]["client_secret"] == SECRET


def test_a_provider_may_know_this_console_without_a_secret(console: Flask, company: Provider) -> None:
    company.public_client = True
    set_up(console, company, secret="")
    assert go(console.test_client(), company).status_code == 302
