"""Customers at the interface: found, added once, and changed without writing over anybody's change."""

from typing import Any

import pytest
from flask import Flask

from appliance.control.errors import ControlTimeout
from tests.web.api.conftest import Program, ProgramFor
from tests.web.conftest import Hands, parts
from tests.web.processes import FakeProcess

LI = {"name": "李雷", "organisation": "Acme", "note": "calls on Mondays", "numbers": ["13812345678"]}
WHOLE = ("customers.see", "customers.change", "numbers.whole")


@pytest.fixture
def crm(program_for: ProgramFor) -> Program:
    return program_for(*WHOLE)


def add(program: Program, **more: Any) -> dict[str, Any]:
    answer = program("POST", "/customers", LI | more)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_a_customer_is_added_where_its_address_says_and_known_when_calling(console: Flask, crm: Program) -> None:
    answer = crm("POST", "/customers", LI)
    assert answer.status_code == 201
    read = crm("GET", answer.headers["Location"].removeprefix("/api/v1"))
    assert read.get_json() == answer.get_json()
    assert read.headers["ETag"] == answer.headers["ETag"]
    assert read.get_json()["numbers"] == ["+8613812345678"]
    card = parts(console).cards.show(["+8613812345678"]).customer
    assert card
    assert card.name == "李雷"


def test_numbers_are_masked_without_the_right(program_for: ProgramFor, crm: Program) -> None:
    add(crm)
    told = program_for("customers.see")("GET", "/customers").get_json()
    assert told["items"][0]["numbers"] == ["+86138****5678"]
    assert "12345678" not in str(told)


def test_customers_are_found_by_any_way_to_write_a_number_and_by_a_part_of_the_name(crm: Program, hands: Hands) -> None:
    add(crm)
    hands.move(seconds=1)
    add(crm, name="Han 100%", organisation="", numbers=[])
    for question, names in (
        ("number=%2B8613812345678", ["李雷"]),
        ("number=013812345678", ["李雷"]),
        ("number=13900000000", []),
        ("text=acm", ["李雷"]),
        ("text=%25", ["Han 100%"]),
        ("", ["Han 100%", "李雷"]),
    ):
        assert [one["name"] for one in crm("GET", f"/customers?{question}").get_json()["items"]] == names, question


def test_pages_hold_every_customer_once_while_others_are_added(crm: Program, hands: Hands) -> None:
    wanted: list[str] = []
    for number in range(7):
        hands.move(seconds=1)
        wanted.insert(0, add(crm, name=f"n{number}", numbers=[])["name"])
    found, cursor = [], ""
    while cursor is not None:
        page = crm("GET", f"/customers?limit=3&cursor={cursor}").get_json()
        found += [one["name"] for one in page["items"]]
        cursor = page["next"]
        hands.move(seconds=1)
        add(crm, name="later", numbers=[])
    assert found == wanted


def test_only_what_is_named_is_changed_and_every_change_is_a_version(crm: Program) -> None:
    told = add(crm)
    address = f"/customers/{told['id']}"
    first = crm("GET", address).headers["ETag"]
    answer = crm("PATCH", address, {"note": "moved"}, {"If-Match": first})
    assert answer.status_code == 200, answer.text
    assert (answer.get_json()["note"], answer.get_json()["name"]) == ("moved", "李雷")
    assert answer.headers["ETag"] != first
    stale = crm("PATCH", address, {"name": "Han"}, {"If-Match": first})
    assert (stale.status_code, stale.get_json()["code"]) == (412, "customer-changed")
    blind = crm("PATCH", address, {"name": "Han"})
    assert (blind.status_code, blind.get_json()["code"]) == (428, "api-if-match-needed")
    assert crm("GET", address).get_json()["name"] == "李雷"


def test_no_number_is_taken_from_another_customer(crm: Program) -> None:
    add(crm)
    other = add(crm, name="Han", numbers=[])
    refused = crm("POST", "/customers", LI)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "customer-number-taken")
    tag = crm("GET", f"/customers/{other['id']}").headers["ETag"]
    again = crm("PATCH", f"/customers/{other['id']}", {"numbers": LI["numbers"]}, {"If-Match": tag})
    assert again.get_json()["code"] == "customer-number-taken"
    assert len(crm("GET", "/customers").get_json()["items"]) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": "a", "numbers": ["abc"]}, "numbers.0"),
        ({"name": "a", "colour": "red"}, "colour"),
    ],
)
def test_a_field_that_cannot_be_is_named(crm: Program, body: dict[str, Any], field: str) -> None:
    answer = crm("POST", "/customers", body)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "api-request-invalid")
    assert answer.get_json()["details"]["problems"][0]["field"] == field


def test_the_same_key_makes_one_customer_and_gives_the_same_answer_for_a_day(crm: Program, hands: Hands) -> None:
    key = {"Idempotency-Key": "order-7"}
    body = LI | {"numbers": []}
    first = crm("POST", "/customers", body, key)
    again = crm("POST", "/customers", body, key)
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    other = crm("POST", "/customers", body | {"name": "Han"}, key)
    assert (other.status_code, other.get_json()["code"]) == (422, "idempotency-key-reused")
    assert len(crm("GET", "/customers").get_json()["items"]) == 1
    hands.move(hours=25)
    assert crm("POST", "/customers", body, key).get_json()["id"] != first.get_json()["id"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "\u00e9"])
def test_a_key_that_is_none_is_refused_and_nothing_is_made(crm: Program, key: str) -> None:
    answer = crm("POST", "/customers", LI, {"Idempotency-Key": key})
    assert (answer.status_code, answer.get_json()["details"]["problems"][0]["field"]) == (400, "Idempotency-Key")
    assert crm("GET", "/customers").get_json()["items"] == []


def test_a_key_belongs_to_one_token(crm: Program, program_for: ProgramFor) -> None:
    key, body = {"Idempotency-Key": "order-7"}, LI | {"numbers": []}
    crm("POST", "/customers", body, key)
    program_for(*WHOLE)("POST", "/customers", body, key)
    assert len(crm("GET", "/customers").get_json()["items"]) == 2


def test_what_was_refused_may_be_tried_again_under_its_key(crm: Program) -> None:
    key = {"Idempotency-Key": "order-7"}
    add(crm)
    assert crm("POST", "/customers", LI, key).status_code == 409
    assert crm("POST", "/customers", LI | {"numbers": []}, key).status_code == 201


def test_what_may_have_been_done_is_not_done_again_under_its_key(crm: Program, engine: FakeProcess) -> None:
    key, known = {"Idempotency-Key": "order-7"}, engine.answers["number.test"]
    engine.answers["number.test"] = ControlTimeout(process="engine", command="number.test", limit=1)
    assert crm("POST", "/customers", LI, key).status_code == 503
    engine.answers["number.test"] = known
    answer = crm("POST", "/customers", LI, key)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "idempotency-key-at-work")


def test_a_masked_number_is_not_guessed(program_for: ProgramFor, crm: Program) -> None:
    add(crm)
    answer = program_for("customers.see")("GET", "/customers?number=13812345678")
    assert (answer.status_code, answer.get_json()["details"]) == (403, {"right": "numbers.whole"})


def test_a_key_that_is_freed_while_it_is_taken_is_taken_after_all(
    console: Flask, crm: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests at once: the first is refused and frees the key just as the second has met it."""
    replies, now = parts(console).replies, parts(console).clock.now()
    replies.begin(crm.id, "k", "one", now, now)
    find = replies.find
    seen: list[str] = []

    def freed(token: Any, key: str) -> Any:
        if not seen:
            seen.append(key)
            replies.drop(token, key)
        return find(token, key)

    monkeypatch.setattr(replies, "find", freed)
    assert replies.begin(crm.id, "k", "two", now, now) is None
    taken = find(crm.id, "k")
    assert taken
    assert taken.request == "two"
