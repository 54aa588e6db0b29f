"""Tokens from a shell on the box: made once, listed without what proves them, revoked."""

import asyncio
from typing import Any

import pytest
from flask import Flask

from appliance.control.commands import CALLER, Caller
from appliance.daemons.jobs import tokens
from appliance.desk.audit.model import Question
from appliance.desk.people.tokens.errors import TokenBeyond
from tests.web.conftest import Hands, add_person, parts


@pytest.fixture
def ask(console: Flask, hands: Hands) -> Any:
    commands = tokens.handlers(parts(console).engine, hands)

    def asked(command: str, **args: Any) -> Any:
        async def run() -> Any:
            CALLER.set(Caller("root", "en"))
            return await commands[command](**args)  # type: ignore[misc]

        return asyncio.run(run())

    return asked


def test_a_token_from_the_shell_works_until_it_is_revoked(console: Flask, ask: Any) -> None:
    add_person(console, "li", "supervisor")
    made = ask("token.add", login="li", name="crm", rights=["calls.see"], queues=["sales"], days=30)
    headers = {"Authorization": f"Bearer {made['text']}"}
    told = console.test_client().get("/api/v1/me", headers=headers).get_json()
    assert (told["rights"], told["queues"]) == (["calls.see"], ["sales"])
    (listed,) = ask("token.list")
    assert (listed["maker"], listed["works"], listed["queues"]) == ("li", True, ["sales"])
    assert made["text"] not in str(listed)
    ask("token.revoke", id=parts(console).tokens.all()[0].id)
    assert console.test_client().get("/api/v1/me", headers=headers).status_code == 401
    (noted,) = parts(console).trail.search(Question(act="token.make"))
    assert noted.who == "command line: root"


def test_not_even_a_shell_gives_more_than_the_person_has(console: Flask, ask: Any) -> None:
    add_person(console, "li", "supervisor")
    with pytest.raises(TokenBeyond):
        ask("token.add", login="li", name="crm", rights=["people.change"])
