"""Signing in with the company's directory, a real OpenLDAP server, and being followed by it."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from appliance.daemons.jobs.accounts import company
from appliance.desk.audit.model import Question
from appliance.desk.people.accounts.repository import Ways, secret_place
from appliance.desk.people.model import Person, Scope
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from tests.servers.slapd import BASE as TREE
from tests.servers.slapd import SERVICE, SERVICE_PASSWORD, Slapd, slapd
from tests.web.conftest import Hands, add_person, parts, sign_in

pytestmark = pytest.mark.wire

PASSWORD, OTHER = "四月的茶馆 opens late", "the directory's (own) \\ password*"
GRANTS = [{"group": "Agents", "role": "agent"}, {"group": "leads", "role": "supervisor", "queues": ["sales"]}]
GUID = UUID("00112233-4455-6677-8899-aabbccddeeff")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    """The company's directory; `wang` leads, `li` is an agent as in Active Directory, `sun` is in no group."""
    with slapd(tmp_path_factory.mktemp("slapd")) as one:
        wang = one.person("wang", OTHER, "王 Wang", mail="wang@acme.example")
        one.person("sun", OTHER)
        li = one.user("li", OTHER, GUID)
        one.user("off", OTHER, UUID(int=7), control=514)
        one.group("agents", li, wang)
        one.group("leads", wang)
        yield one


def set_up(console: Flask, directory: Slapd, **more: Any) -> None:
    whole = parts(console)
    body = {
        "enabled": True,
        "style": "openldap",
        "servers": [directory.secure],
        "ca": directory.ca,
        "base": TREE,
        "user": SERVICE,
        "password": whole.keys.seal(more.pop("secret", SERVICE_PASSWORD), secret_place(Ways.DIRECTORY)),
        "newcomers": "made",
        "grants": GRANTS,
        "seconds": 2,
    }
    by: dict[str, Any] = {"author": "test", "reason": "set up", "at": whole.clock.now()}
    Documents(whole.engine).put(Ways.DIRECTORY, Ways.ONLY, body | more, **by)


def enter(client: FlaskClient, login: str = "wang", password: str = OTHER) -> TestResponse:
    return client.post("/sign-in", data={"login": login, "password": password})


def who(console: Flask, login: str = "wang") -> Person:
    person = parts(console).directory.by_login(login)
    assert person, f"there is no {login}"
    return person


def look(console: Flask, state: Path, hands: Hands) -> int:
    """What the jobs do again and again."""
    whole = parts(console)
    watch = company(Paths(state), whole.engine, Keyring.load(Paths(state).keys), hands)
    return asyncio.run(watch.look())


@pytest.mark.parametrize("way", ["ldaps", "starttls"])
def test_name_and_password_of_the_directory_let_somebody_in(console: Flask, directory: Slapd, way: str) -> None:
    set_up(console, directory, servers=[directory.secure if way == "ldaps" else directory.plain])
    client = console.test_client()
    assert enter(client).status_code == 302
    assert client.get("/account/").status_code == 200
    person = who(console)
    assert (person.name, person.mail, person.password) == ("王 Wang", "wang@acme.example", "")
    assert (person.roles, person.scope) == (("agent", "supervisor"), Scope(frozenset({"sales"}), None))
    told = [(act.act, act.after) for act in parts(console).trail.search(Question(act="sign-in"))]
    assert ("sign-in", {"by": "ldap"}) in told


@pytest.mark.parametrize("typed", ["li", "LI", "li@acme.example", "ACME\\li"])
def test_in_active_directory_either_name_will_do(console: Flask, directory: Slapd, typed: str) -> None:
    set_up(console, directory, style="active-directory")
    assert enter(console.test_client(), typed).status_code == 302
    person = who(console, "li")
    assert (person.name, person.roles) == ("Li", ("agent",))
    assert person.outside == f"ldap:objectGUID:{GUID}"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("wang", "wrong"),
        ("wang", ""),
        ("nobody", OTHER),
        ("*", OTHER),
        ("wan*", OTHER),
        ("wang)(uid=*", OTHER),
        ("*)(objectClass=*", OTHER),
        ("wang))(|(uid=*", OTHER),
        ("\\2a", OTHER),
        ("w" * 300, OTHER),
        ("wang", "x" * 2000),
        (SERVICE, SERVICE_PASSWORD),
    ],
)
def test_what_is_no_name_and_password_lets_nobody_in(
    console: Flask, directory: Slapd, login: str, password: str
) -> None:
    set_up(console, directory)
    answer = enter(console.test_client(), login, password)
    assert answer.status_code == 401
    assert "Signing in did not work." in answer.text
    assert parts(console).directory.everybody() == ()


def test_an_account_that_is_disabled_there_lets_nobody_in(console: Flask, directory: Slapd) -> None:
    set_up(console, directory, style="active-directory", grants=[{"group": "*", "role": "agent"}])
    assert enter(console.test_client(), "off").status_code == 401
    assert parts(console).directory.by_login("off") is None


def test_failures_lock_the_name_here_before_they_lock_it_there(console: Flask, directory: Slapd) -> None:
    set_up(console, directory)
    for _ in range(5):
        assert enter(console.test_client(), password="wrong").status_code == 401
    assert enter(console.test_client()).status_code == 429


def test_somebody_without_a_group_that_counts_is_told_so(console: Flask, directory: Slapd) -> None:
    set_up(console, directory)
    answer = enter(console.test_client(), "sun")
    assert answer.status_code == 403
    assert "has no role here" in answer.text


def test_groups_may_be_written_whole(console: Flask, directory: Slapd) -> None:
    set_up(console, directory, grants=[{"group": f"CN=Leads,ou=groups,{TREE}", "role": "quality"}])
    assert enter(console.test_client()).status_code == 302
    assert who(console).roles == ("quality",)


def test_strangers_are_made_only_where_that_is_wanted(console: Flask, directory: Slapd) -> None:
    set_up(console, directory, newcomers="known")
    assert enter(console.test_client()).status_code == 403
    person = add_person(console, "wang", "agent")
    assert enter(console.test_client()).status_code == 302
    assert (who(console).id, who(console).outside[:15]) == (person.id, "ldap:entryUUID:")


def test_nobody_becomes_an_administrator_by_a_name(console: Flask, directory: Slapd) -> None:
    set_up(console, directory)
    add_person(console, "wang", "administrator", password=PASSWORD)
    assert enter(console.test_client()).status_code == 403
    assert enter(console.test_client(), password=PASSWORD).status_code == 302


def test_while_it_is_away_people_of_this_box_come_in_and_the_others_hear_why(console: Flask, directory: Slapd) -> None:
    set_up(console, directory)
    enter(console.test_client())
    set_up(console, directory, servers=["ldaps://127.0.0.1:9"])
    add_person(console, "admin", "administrator", password=PASSWORD)
    assert enter(console.test_client(), "admin", PASSWORD).status_code == 302
    answer = enter(console.test_client())
    assert answer.status_code == 502
    assert "administrators still sign in" in answer.text
    for _ in range(6):
        answer = enter(console.test_client(), "admin", "wrong")
    assert answer.status_code == 429, "passwords of this box are not guessed meanwhile"


def test_the_second_server_is_asked_when_the_first_is_away(console: Flask, directory: Slapd) -> None:
    set_up(console, directory, servers=["ldaps://127.0.0.1:9", directory.secure])
    assert enter(console.test_client()).status_code == 302


def test_a_server_that_says_nothing_is_given_up(console: Flask, directory: Slapd) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        set_up(console, directory, servers=[f"ldaps://127.0.0.1:{port}", directory.secure], seconds=1)
        assert enter(console.test_client()).status_code == 302


def test_a_server_with_a_certificate_of_another_authority_hears_no_password(console: Flask, directory: Slapd) -> None:
    set_up(console, directory, ca="")
    assert enter(console.test_client()).status_code == 502
    set_up(console, directory, ca="", servers=[directory.plain])
    assert enter(console.test_client()).status_code == 502


def test_a_name_that_the_certificate_does_not_have_is_refused(console: Flask, directory: Slapd) -> None:
    set_up(console, directory, servers=[directory.secure.replace("127.0.0.1", "localhost")])
    assert enter(console.test_client()).status_code == 502


def test_a_wrong_account_to_search_with_is_the_servers_trouble_and_not_the_persons(
    console: Flask, directory: Slapd
) -> None:
    set_up(console, directory, secret="wrong")
    answer = enter(console.test_client())
    assert (answer.status_code, "(service-account)" in answer.text) == (502, True)


def test_whoever_is_in_the_directory_proves_by_its_password_to_be_there(console: Flask, directory: Slapd) -> None:
    set_up(console, directory)
    client = console.test_client()
    enter(client)
    wish = {"name": "crm", "rights": "reports.see", "days": "30", "queues": "sales", "all-teams": "1"}
    assert client.post("/tokens/new", data=wish | {"old": "wrong"}).status_code == 401
    assert client.post("/tokens/new", data=wish | {"old": OTHER}).status_code == 200


def test_what_changes_there_changes_here_at_the_next_look(
    console: Flask, directory: Slapd, state: Path, hands: Hands
) -> None:
    chen = directory.person("chen", OTHER, "Chen")
    group = directory.group("later", chen)
    set_up(console, directory, grants=[{"group": "later", "role": "agent"}, {"group": "leads", "role": "supervisor"}])
    client = console.test_client()
    assert enter(client, "chen").status_code == 302
    directory.change(chen, cn="Chen Fang", mail="chen@acme.example")
    assert look(console, state, hands) == 0
    assert (who(console, "chen").name, who(console, "chen").mail) == ("Chen Fang", "chen@acme.example")
    directory.remove(group)
    assert look(console, state, hands) == 1
    assert client.get("/account/").status_code == 302, "nothing there gives a role any more"
    directory.group("later", chen)
    assert look(console, state, hands) == 0
    assert enter(console.test_client(), "chen").status_code == 302


def test_whoever_is_closed_there_is_out_here_with_sessions_and_tokens(
    console: Flask, directory: Slapd, state: Path, hands: Hands
) -> None:
    dn = directory.user("zhao", OTHER, UUID(int=9))
    set_up(console, directory, style="active-directory", grants=[{"group": "*", "role": "supervisor"}])
    client = console.test_client()
    assert enter(client, "zhao").status_code == 302
    made = client.post(
        "/tokens/new",
        data={"name": "crm", "rights": "reports.see", "days": "30", "all-queues": "1", "all-teams": "1", "old": OTHER},
    )
    token = made.text.partition("cst_")[2][:43]
    asked = {"Authorization": f"Bearer cst_{token}", "Accept": "application/json"}
    assert console.test_client().get("/api/v1/me", headers=asked).status_code == 200
    directory.change(dn, userAccountControl=514)
    assert look(console, state, hands) == 1
    assert client.get("/account/").status_code == 302
    assert console.test_client().get("/api/v1/me", headers=asked).status_code == 401
    assert who(console, "zhao").barred
    directory.change(dn, userAccountControl=512)
    assert look(console, state, hands) == 0
    assert console.test_client().get("/api/v1/me", headers=asked).status_code == 200


def test_whoever_is_gone_there_is_out_here(console: Flask, directory: Slapd, state: Path, hands: Hands) -> None:
    dn = directory.person("gone", OTHER)
    set_up(console, directory, grants=[{"group": "*", "role": "agent"}])
    client = console.test_client()
    enter(client, "gone")
    directory.remove(dn)
    assert look(console, state, hands) == 1
    assert client.get("/account/").status_code == 302


def test_a_directory_that_is_away_says_nothing_about_anybody(
    console: Flask, directory: Slapd, state: Path, hands: Hands
) -> None:
    set_up(console, directory)
    client = console.test_client()
    enter(client)
    set_up(console, directory, servers=["ldaps://127.0.0.1:9"])
    with pytest.raises(Exception, match="account-away"):
        look(console, state, hands)
    assert client.get("/account/").status_code == 200


def test_the_last_administrator_is_not_closed_from_elsewhere(
    console: Flask, directory: Slapd, state: Path, hands: Hands
) -> None:
    set_up(console, directory)
    boss = add_person(console, "boss", "administrator", password=PASSWORD)
    parts(console).directory.change(replace(boss, outside="ldap:entryUUID:gone"))
    assert look(console, state, hands) == 0
    assert enter(console.test_client(), "boss", PASSWORD).status_code == 302


def test_trying_says_who_was_found_and_what_role_would_come(console: Flask, directory: Slapd) -> None:
    chief = console.test_client()
    sign_in(console, chief, add_person(console, "chief", "administrator"))
    set_up(console, directory, enabled=False)
    page = chief.post("/settings/accounts/try/directory", data={"login": "wang"}).text
    for said in ("王 Wang", "wang@acme.example", "agents, leads", "Agent, Supervisor", "sales", directory.secure):
        assert said in page
    assert "found not exactly one" in chief.post("/settings/accounts/try/directory", data={"login": "*"}).text
    assert parts(console).directory.by_login("wang") is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"servers": ["ldaps://127.0.0.1:9"]}, "The server cannot be reached."),
        ({"ca": ""}, "certificate is not trusted"),
        ({"ca": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"}, "certificate"),
        ({"secret": "wrong"}, "refused the account to search with"),
        ({"base": "dc=elsewhere"}, "base DN does not exist"),
    ],
)
def test_trying_says_in_plain_words_what_failed(
    console: Flask, directory: Slapd, wrong: dict[str, Any], said: str
) -> None:
    chief = console.test_client()
    sign_in(console, chief, add_person(console, "chief", "administrator"))
    set_up(console, directory, **wrong)
    page = chief.post("/settings/accounts/try/directory", data={"login": "wang"}).text
    assert said in page
    assert SERVICE_PASSWORD not in page
