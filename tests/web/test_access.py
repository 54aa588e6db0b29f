"""Every route for every role: allowed where it says so, refused everywhere else."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from appliance.desk.people.rights import ROLES
from manager.errors import NotAllowed, SignInNeeded
from manager.rights import To, access_of
from tests.web.conftest import ROLE_NAMES, ClientFor
from tests.web.walk import address, methods, rules

ANYBODY = ""


def test_every_route_says_who_may_open_it(console: Flask) -> None:
    assert [rule.rule for rule in rules(console) if access_of(console, rule.endpoint) is None] == []


def test_a_route_that_says_nothing_is_open_to_nobody(console: Flask, client_for: ClientFor) -> None:
    console.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert client_for("administrator").get("/forgotten").status_code == 403


@pytest.mark.parametrize("role", [ANYBODY, *ROLE_NAMES])
def test_each_role_opens_what_it_may_and_nothing_else(console: Flask, client_for: ClientFor, role: str) -> None:
    wrong = []
    for rule in rules(console):
        access = access_of(console, rule.endpoint)
        assert access
        may = access.to is To.ALL or bool(role and access.to is To.SIGNED_IN) or access.right in ROLES.get(role, ())
        for method in methods(rule):
            # A page may sign its visitor out: each is opened by somebody new.
            answer = client_for(role).open(address(rule), method=method, headers={"Accept": "application/json"})
            if refused(answer) is may or answer.status_code in (500, 503):
                wrong.append((method, rule.rule, answer.status, answer.get_data(as_text=True)[:200]))
    assert wrong == []


def refused(answer: TestResponse) -> bool:
    """Whether the gate is why this was not done."""
    said = answer.get_json(silent=True)
    code = said["error"]["code"] if isinstance(said, dict) and "error" in said else ""
    return code in {NotAllowed.code, SignInNeeded.code}
