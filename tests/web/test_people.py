"""People and roles: who may give what, and what happens to whoever loses it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from appliance.desk.audit.model import Question
from appliance.desk.people.model import Scope
from appliance.desk.people.repository import PEOPLE
from tests.web.conftest import ClientFor, Hands, add_person, parts, sign_in
from tests.web.processes import FakeProcess

PASSWORD = "四月的茶馆 opens late"
WIDE = {"all-queues": "on", "all-teams": "on"}


@pytest.fixture
def chief(client_for: ClientFor) -> FlaskClient:
    """The browser of an administrator."""
    return client_for("administrator")


def invited(answer: TestResponse) -> str:
    """The path of the one-time link on a page."""
    found = re.search(r"https://callstead\.test(/invited/[\w-]+)", answer.text)
    assert found, answer.text
    return found[1]


def add(chief: FlaskClient, login: str = "wu", role: str = "agent", **more: str) -> TestResponse:
    return chief.post(
        "/people/new", data={"login": login, "name": "吴", "language": "en", "roles": role, **WIDE, **more}
    )


def test_somebody_new_sets_a_password_by_the_link_once(console: Flask, chief: FlaskClient) -> None:
    path = invited(add(chief, agent="8001"))
    browser = console.test_client()
    assert "wu" in browser.get(path).text
    assert browser.post(path, data={"password": PASSWORD, "again": "other"}).status_code == 409
    assert browser.post(path, data={"password": "short", "again": "short"}).status_code == 409
    assert browser.post(path, data={"password": PASSWORD, "again": PASSWORD}).location == "/"
    assert browser.get("/").status_code == 200
    assert browser.get(path).status_code == 409
    assert browser.post("/sign-in", data={"login": "wu", "password": PASSWORD}).status_code == 302
    person = parts(console).directory.by_login("wu")
    assert person
    assert (person.agent, person.roles, person.language) == ("8001", ("agent",), "en")


def test_a_link_ends_after_its_time_and_with_the_next_one(console: Flask, chief: FlaskClient, hands: Hands) -> None:
    old = invited(add(chief))
    person = parts(console).directory.by_login("wu")
    assert person
    new = invited(chief.post(f"/people/{person.id}/link"))
    assert chief.get(old).status_code == 409
    assert chief.get(new).status_code == 200
    hands.move(days=8)
    assert console.test_client().get(new).status_code == 409


def test_two_people_have_two_names(chief: FlaskClient) -> None:
    add(chief)
    assert add(chief).status_code == 409
    assert "taken" in add(chief, login="WU").text


@pytest.mark.parametrize(
    ("field", "value"),
    [("login", "a"), ("login", "two words"), ("name", ""), ("agent", "80 01"), ("language", "fr"), ("roles", "king")],
)
def test_what_cannot_be_is_refused_beside_the_form(chief: FlaskClient, field: str, value: str) -> None:
    answer = add(chief, **{field: value})
    assert answer.status_code == 409
    assert "<form" in answer.text


def test_nobody_gives_rights_that_are_not_theirs(console: Flask, client_for: ClientFor, chief: FlaskClient) -> None:
    given = {"name": "hiring", "title": "Hiring", "rights": ["people.see", "people.change", "desk.use"]}
    assert chief.post("/roles/", data=given).status_code == 302
    hiring = client_for("hiring")
    assert "role-beyond" not in add(hiring, login="a1", role="hiring").text
    assert add(hiring, login="a2", role="administrator").status_code == 409
    boss = add_person(console, "boss", "administrator")
    assert hiring.post(f"/people/{boss.id}", data={"name": "Boss", "language": "en", **WIDE}).status_code == 409
    assert hiring.post(f"/people/{boss.id}/link").status_code == 409
    above = {"name": "mine", "title": "Mine", "rights": ["audit.see"]}
    assert hiring.post("/roles/", data=above).status_code == 409
    kept = parts(console).directory.by_login("boss")
    assert kept
    assert kept.roles == ("administrator",)


def test_the_last_administrator_stays(console: Flask, client_for: ClientFor) -> None:
    me = add_person(console, "only", "administrator")
    client = console.test_client()
    sign_in(console, client, me)
    given = {"name": "Only", "language": "en", "active": "on", "roles": "agent", **WIDE}
    assert client.post(f"/people/{me.id}", data=given).status_code == 409
    assert client.post(f"/people/{me.id}", data=given | {"roles": "administrator", "active": ""}).status_code == 302
    without = {name: value for name, value in given.items() if name != "active"} | {"roles": "administrator"}
    assert client.post(f"/people/{me.id}", data=without).status_code == 409
    add_person(console, "second", "administrator")
    assert client.post(f"/people/{me.id}", data=given).status_code == 302
    assert client.get("/people/").status_code == 403


def test_a_scope_is_kept_as_it_was_given(console: Flask, chief: FlaskClient) -> None:
    given = {"login": "yi", "name": "易", "language": "zh", "roles": "supervisor", "queues": "sales, support\nvip"}
    assert chief.post("/people/new", data=given | {"all-teams": "on"}).status_code == 200
    person = parts(console).directory.by_login("yi")
    assert person
    assert person.scope == Scope(frozenset({"sales", "support", "vip"}), None)
    assert person.scope.queue("vip")
    assert not person.scope.queue("complaint")
    assert person.scope.team("any")


def test_a_custom_role_that_goes_is_gone_from_everybody(
    console: Flask, client_for: ClientFor, chief: FlaskClient
) -> None:
    chief.post("/roles/", data={"name": "watch", "title": "Watch", "rights": "audit.see"})
    watcher = client_for("watch")
    assert watcher.get("/audit/").status_code == 200
    chief.post("/roles/watch/remove")
    assert watcher.get("/audit/").status_code == 403
    assert chief.get("/roles/watch").status_code == 404


@pytest.mark.parametrize("name", ["administrator", "Watch", "../x", ""])
def test_a_role_of_the_box_cannot_be_made_anew(chief: FlaskClient, name: str) -> None:
    assert chief.post("/roles/", data={"name": name, "title": "T", "rights": "desk.use"}).status_code == 409


def test_a_session_is_ended_by_who_may_and_by_its_owner_only(
    console: Flask, client_for: ClientFor, chief: FlaskClient
) -> None:
    mine, other = client_for("agent"), client_for("agent")
    of_other = next(one for one in parts(console).doors.sessions() if one.person == who(console, other))
    assert mine.post(f"/account/sessions/{of_other.id}/end").status_code == 404
    assert mine.post(f"/sessions/{of_other.id}/end").status_code == 403
    assert other.get("/").status_code == 200
    assert chief.post(f"/sessions/{of_other.id}/end").status_code == 302
    assert other.get("/").status_code == 302


def who(app: Flask, client: FlaskClient) -> object:
    """Whose browser it is, by the page that says so."""
    name = re.search(r"Good day, ([^.]+)\.", client.get("/").text)
    assert name
    return next(person.id for person in parts(app).directory.everybody() if person.name == name[1])


def test_what_was_done_is_in_the_trail_with_before_and_after(console: Flask, chief: FlaskClient) -> None:
    add(chief)
    person = parts(console).directory.by_login("wu")
    assert person
    chief.post(
        f"/people/{person.id}", data={"name": "Wu Two", "language": "en", "active": "on", "roles": "noc", **WIDE}
    )
    (act,) = parts(console).trail.search(Question(act="person.change"))
    assert act.before
    assert act.after
    assert (act.before["roles"], act.after["roles"]) == (["agent"], ["noc"])
    assert act.who.startswith("administrator")
    text = chief.get("/audit/?act=person.change").text
    assert "Wu Two" in text
    assert "Person changed" in text


def test_what_changes_a_persons_rights_closes_what_is_open_in_the_live_state(
    console: Flask, client_for: ClientFor, chief: FlaskClient, live: FakeProcess
) -> None:
    chief.post("/roles/", data={"name": "watch", "title": "Watch", "rights": "live.see"})
    watcher = client_for("watch")
    id = who(console, watcher)
    chief.post("/roles/", data={"name": "watch", "title": "Watch", "rights": "boards.see", "existing": "1"})
    chief.post(f"/people/{id}", data={"name": "W", "language": "en", "active": "on", "roles": "watch", **WIDE})
    chief.post(f"/people/{id}/sign-out")
    assert live.asked == [("live.dismiss", {"person": str(id)})] * 3
    live.asked.clear()
    chief.post("/sign-out")
    ((command, given),) = live.asked
    assert (command, set(given)) == ("live.dismiss", {"session"})


def ticked(page: str) -> set[str]:
    """The boxes of a page that are ticked."""
    boxes = re.findall(r'<input class="form-check-input" type="checkbox" name="([\w-]+)"[^>]*?checked', page)
    return set(boxes)


def test_a_refused_form_gives_back_what_was_sent_and_widens_no_scope(console: Flask, chief: FlaskClient) -> None:
    person = add_person(console, "yi", "supervisor", scope=Scope())
    given = {"name": "", "language": "en", "roles": "agent", "queues": "sales\nvip", "teams": "north", "agent": "8009"}
    for where in (f"/people/{person.id}", "/people/new"):
        answer = chief.post(where, data=given | {"login": "zhao"})
        assert answer.status_code == 409
        assert ticked(answer.text) == {"roles"}
        assert ">sales\nvip</textarea>" in answer.text
        assert ">north</textarea>" in answer.text
        assert 'value="8009"' in answer.text
        assert not re.search(r'value="supervisor"\s+checked', answer.text)
    assert 'value="zhao"' in answer.text
    fresh = chief.get("/people/new").text
    assert ticked(fresh) == {"all-queues", "all-teams"}


def test_a_scope_that_is_too_long_is_refused_beside_the_form(chief: FlaskClient) -> None:
    answer = chief.post("/people/new", data={"login": "wu", "name": "Wu", "language": "en", "queues": "q " * 3000})
    assert answer.status_code == 409
    assert "<form" in answer.text


def test_a_scope_that_was_kept_with_client_businesses_is_still_read(console: Flask) -> None:
    person = add_person(console, "old", "agent", scope=Scope(frozenset({"sales"})))
    kept = {"queues": ["sales"], "teams": None, "clients": ["acme"]}
    with parts(console).engine.begin() as connection:
        connection.execute(update(PEOPLE).where(PEOPLE.c.id == person.id).values(scope=kept))
    assert parts(console).staff.person(person.id).scope == Scope(frozenset({"sales"}))


def test_a_new_role_takes_no_others_place(console: Flask, chief: FlaskClient) -> None:
    first = {"name": "watch", "title": "Watch", "rights": "audit.see"}
    assert chief.post("/roles/", data=first).status_code == 302
    answer = chief.post("/roles/", data=first | {"title": "Other", "rights": "desk.use"})
    assert answer.status_code == 409
    assert "exists already" in answer.text
    assert 'value="watch"' in answer.text
    (kept,) = parts(console).roles.all()
    assert (kept.title, kept.rights) == ("Watch", frozenset({"audit.see"}))
    changed = first | {"title": "Night watch", "existing": "1"}
    assert chief.post("/roles/", data=changed | {"rights": "nonsense"}).status_code == 409
    assert chief.post("/roles/", data=changed).status_code == 302
    assert [role.title for role in parts(console).roles.all()] == ["Night watch"]
    assert chief.post("/roles/", data=changed | {"name": "other"}).status_code == 409
