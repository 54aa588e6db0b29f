"""Who comes in at the interface: tokens only, with their rights, within their scopes, not too often."""

import re

import pytest
from flask import Flask

from appliance.desk.people.model import Scope
from manager.api.description import operations
from manager.rights import To, access_of
from tests.web.api.conftest import ALL, ProgramFor
from tests.web.conftest import BASE, ClientFor, Hands, parts
from tests.web.walk import address

OPEN = {"/api/v1/openapi.json"}


def test_every_address_below_the_interface_is_an_operation(console: Flask) -> None:
    told = {rule.rule for rule, _, _ in operations(console)}
    there = {rule.rule for rule in console.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert there - told == OPEN
    assert len(told) > 8


@pytest.mark.parametrize("role", ["", "administrator"])
def test_no_browser_comes_in_without_a_token_signed_in_or_not(console: Flask, client_for: ClientFor, role: str) -> None:
    client = client_for(role)
    for rule, method, _ in operations(console):
        answer = client.open(address(rule), method=method, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.get_json()["code"]) == (401, "token-needed"), rule
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_every_operation_opens_to_its_right_and_to_no_other(console: Flask, program_for: ProgramFor) -> None:
    wrong = []
    for rule, method, told in operations(console):
        path = address(rule).removeprefix("/api/v1")
        if told.right:
            answer = program_for(*(ALL - {told.right}))(method, path, json={})
            if (answer.status_code, answer.get_json()["code"]) != (403, "console-not-allowed"):
                wrong.append((rule.rule, answer.status, answer.text))
        access = access_of(console, rule.endpoint)
        assert access
        assert access.to is (To.RIGHT if told.right else To.SIGNED_IN)
        answer = program_for(*({told.right} if told.right else ()))(method, path, json={})
        if answer.status_code in (401, 403, 500, 503):
            wrong.append((rule.rule, answer.status, answer.text))
    assert wrong == []


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Basic YTpi", "Bearer \u00e4", "cst_x"])
def test_what_is_no_token_is_refused_in_the_callers_language(console: Flask, header: str) -> None:
    client = console.test_client()
    for language, word in (("en", "token"), ("zh", "令牌")):
        sent = {"Authorization": header.encode().decode("latin-1"), "Accept-Language": language}
        answer = client.get("/api/v1/me", headers=sent)
        assert (answer.status_code, answer.get_json()["code"]) == (401, "token-invalid")
        assert word in answer.get_json()["title"]


def test_a_token_ends_when_it_is_revoked_or_over_or_its_maker_is_gone(
    console: Flask, program_for: ProgramFor, hands: Hands
) -> None:
    revoked, over, left = (program_for("customers.see") for _ in range(3))
    assert [program("GET", "/customers").status_code for program in (revoked, over, left)] == [200] * 3
    whole = parts(console)
    whole.tokens.revoke(revoked.id)
    assert revoked("GET", "/customers").status_code == 401
    maker = next(token.person for token in whole.tokens.all() if token.id == left.id)
    whole.staff.change(maker, active=False)
    assert left("GET", "/customers").status_code == 401
    hands.move(days=91)
    assert over("GET", "/customers").status_code == 401


def test_a_token_loses_what_its_maker_loses(console: Flask, program_for: ProgramFor) -> None:
    program = program_for("customers.see", "live.see", roles=("supervisor",))
    assert program("GET", "/me").get_json()["rights"] == ["customers.see", "live.see"]
    maker = parts(console).tokens.all()[0].person
    parts(console).staff.change(maker, roles=["agent"])
    assert program("GET", "/me").get_json()["rights"] == ["customers.see"]
    assert program("GET", "/agents").status_code == 403


def test_only_what_proves_a_token_is_kept_not_the_token(console: Flask, program_for: ProgramFor) -> None:
    program = program_for("customers.see")
    file = parts(console).settings.state / "callstead.db"
    written = b"".join(one.read_bytes() for one in file.parent.glob("callstead.db*"))
    assert program.text[:10].encode() in written
    assert program.text.encode() not in written


def test_a_token_sees_its_queues_and_teams_and_never_more_than_its_maker(program_for: ProgramFor) -> None:
    narrow = program_for("live.see", "boards.see", queues=frozenset({"sales"}), teams=frozenset({"night"}))
    assert [one["queue"] for one in narrow("GET", "/queues").get_json()["items"]] == ["sales"]
    assert [one["agent"] for one in narrow("GET", "/agents").get_json()["items"]] == ["8002"]
    assert narrow("GET", "/queues/support").status_code == 404
    assert narrow("GET", "/agents/8001").status_code == 404
    of_narrow = program_for("boards.see", scope=Scope(queues=frozenset({"support"})))
    assert [one["queue"] for one in of_narrow("GET", "/queues").get_json()["items"]] == ["support"]


def test_who_asks_too_often_waits_and_nobody_else_does(program_for: ProgramFor, hands: Hands) -> None:
    program, other = program_for("customers.see"), program_for("customers.see")
    answers = [program("GET", "/me").status_code for _ in range(101)]
    assert answers == [200] * 100 + [429]
    refused = program("GET", "/me")
    assert refused.get_json()["code"] == "token-too-often"
    assert int(refused.headers["Retry-After"]) == 1
    assert other("GET", "/me").status_code == 200
    hands.move(seconds=1)
    assert [program("GET", "/me").status_code for _ in range(11)] == [200] * 10 + [429]


def test_the_audit_trail_names_the_token_that_did_it(
    console: Flask, client_for: ClientFor, program_for: ProgramFor
) -> None:
    assert program_for("customers.change")("POST", "/customers", {"name": "Li Lei"}).status_code == 201
    page = client_for("administrator").get("/audit/?who=crm").get_data(as_text=True)
    assert "POST /api/v1/customers" in page
    assert re.search(r"maker0 · crm", page)


def test_what_is_not_there_is_a_problem_too(program_for: ProgramFor) -> None:
    program = program_for()
    for method, path, status, code in (
        ("GET", "/nowhere", 404, "console-not-there"),
        ("DELETE", "/customers", 405, "api-method-not-allowed"),
        ("GET", "/customers?nonsense=1", 400, "api-request-invalid"),
        ("GET", "/customers?cursor=nonsense", 400, "api-cursor-invalid"),
    ):
        answer = program(method, path)
        assert (answer.status_code, answer.get_json()["code"]) == (status, code)
        assert answer.mimetype == "application/problem+json"
    unread = program("POST", "/customers", headers={"Content-Type": "text/plain"}, data=b"name=a")
    assert (unread.status_code, unread.get_json()["code"]) == (415, "api-not-json")


def test_a_dead_engine_is_said_and_comes_back(console: Flask, program_for: ProgramFor) -> None:
    program, path = program_for("live.see"), parts(console).sockets["engine"]
    path.rename(path.with_name("aside"))
    answer = program("GET", "/agents")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "control-unreachable")
    assert answer.headers["Retry-After"]
    assert program("GET", "/health").get_json()["status"] == "away"
    path.with_name("aside").rename(path)
    assert program("GET", "/agents").status_code == 200
    assert program("GET", "/health", base_url=BASE).get_json()["status"] == "well"
