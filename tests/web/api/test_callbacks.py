"""Missed callers and call-backs at the interface: told within one's reach, called back once."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from flask import Flask

from tests.web.api.conftest import CALLBACK, ProgramFor
from tests.web.processes import FakeProcess
from tests.web.test_contacts import LI, WU, call

ZHOU = "13700000000"


@pytest.fixture
def tried(console: Flask, centre_of_two: FakeProcess) -> Mapping[str, UUID]:
    """Li tried for sales twice and waits for a call-back; Wu was called back since; Zhou when nobody was there."""
    return {
        "li": call(console, 1, ("queue", "sales"), minutes=10, result="abandoned", wait_ms=61_000),
        "before": call(console, 2, ("queue", "sales"), minutes=30, result="no-agent"),
        "wu": call(console, 3, ("queue", "support"), minutes=20, caller=WU, result="abandoned"),
        "back": call(console, 4, minutes=15, direction="outbound", caller="8001", dialled=f"0{WU}"),
        "zhou": call(console, 5, minutes=60, caller=ZHOU, result="closed-hours"),
    }


def requested(engine: FakeProcess) -> list[Mapping[str, object]]:
    return [args for command, args in engine.asked if command == "callback.request"]


def test_whoever_is_still_to_be_served_is_told_once(program_for: ProgramFor, tried: Mapping[str, UUID]) -> None:
    program = program_for("missed.see", "calls.see", "numbers.whole")
    found = program("GET", "/missed").get_json()
    assert [(one["number"], one["tries"], one["callback"]) for one in found["items"]] == [
        (LI, 2, str(CALLBACK)),
        (ZHOU, 1, None),
    ]
    assert (found["items"][0]["wait_s"], found["more"]) == (61.0, 0)
    assert len(program("GET", "/missed?queue=sales").get_json()["items"]) == 1
    assert LI not in program_for("missed.see", "calls.see")("GET", "/missed").text


def test_a_missed_caller_is_called_back_once(
    program_for: ProgramFor, engine: FakeProcess, tried: Mapping[str, UUID]
) -> None:
    program = program_for("missed.serve", "calls.see")
    for missed, code in (("li", "api-caller-waits"), ("wu", "api-caller-served")):
        answer = program("POST", f"/missed/{tried[missed]}/call-back", {})
        assert (answer.status_code, answer.get_json()["code"]) == (409, code)
        assert not {LI, WU} & set(answer.text.replace('"', " ").split())
    assert requested(engine) == []
    key = {"Idempotency-Key": "zhou"}
    answers = [program("POST", f"/missed/{tried['zhou']}/call-back", {"queue": "sales"}, key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201], answers[0].text
    assert answers[0].get_json()["number"] == "137****0000"
    (asked,) = requested(engine)
    assert (asked["number"], asked["queue"], asked["by"]) == (ZHOU, "sales", "maker0 · crm")


def test_call_backs_are_listed_made_and_cancelled_within_ones_queues(
    program_for: ProgramFor, engine: FakeProcess
) -> None:
    program = program_for("calls.see", "live.act", "numbers.whole")
    assert [one["id"] for one in program("GET", "/callbacks").get_json()["items"]] == [str(CALLBACK)]
    assert program("GET", f"/callbacks/{CALLBACK}").get_json()["number"] == LI
    wish = {"number": "13900000000", "queue": "sales", "at": "2026-11-20T15:00:00+08:00", "reason": "offer"}
    assert program("POST", "/callbacks", wish).status_code == 201
    assert requested(engine)[-1]["at"] == "2026-11-20T15:00:00+08:00"
    assert program("DELETE", f"/callbacks/{CALLBACK}").get_json()["state"] == "cancelled"
    assert ("callback.cancel", {"id": str(CALLBACK)}) in engine.asked
    narrow = program_for("calls.see", "live.act", queues=frozenset({"support"}))
    assert narrow("GET", "/callbacks").get_json()["items"] == []
    for method, path, body in (
        ("GET", f"/callbacks/{CALLBACK}", None),
        ("DELETE", f"/callbacks/{CALLBACK}", None),
        ("POST", "/callbacks", wish),
    ):
        assert narrow(method, path, body).status_code == 404
    assert program("GET", f"/callbacks/{UUID(int=5)}").status_code == 404
