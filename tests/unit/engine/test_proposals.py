"""Documents that are filled in: checked with the place of each fault, refused when moved, made one change."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.voicemail import pin as pins
from appliance.daemons.engine.commands import proposals, versions
from appliance.daemons.engine.errors import ConfigurationInvalid
from appliance.daemons.site import pin_context, secret_context
from appliance.desk.settings.errors import DocumentMoved
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from tests.unit.engine.commanded import NOON, Commanded

FLOW: Mapping[str, Any] = {"start": "bye", "nodes": {"bye": {"type": "hangup"}}}


@pytest.fixture
def box(tmp_path: Path) -> Commanded:
    """A centre with a queue and two agents; one of them is in a queue that is gone."""
    made = Commanded(tmp_path, lambda engine: {**versions.handlers(engine), **proposals.handlers(engine)})
    documents: list[tuple[str, str, Mapping[str, Any]]] = [
        ("queue", "sales", {"title": "Sales", "wrap_up": 10}),
        ("agent", "8001", {"name": "Li", "queues": ["sales"]}),
        ("agent", "8002", {"name": "Wang", "queues": ["gone"]}),
        ("flow", "main", {"document": FLOW, "version": 1}),
    ]
    Documents(made.engine.database).put_many(documents, author="demo", reason="", at=NOON)
    return made


def body(box: Commanded, kind: str, key: str) -> Mapping[str, Any]:
    """A document as it is kept now."""
    return Documents(box.engine.database).get(kind, key) or {}


def problems(refusal: ConfigurationInvalid) -> list[tuple[str, str]]:
    return [(item["where"], item["code"]) for item in refusal.details["problems"]]


def test_a_change_is_shown_first_and_kept_in_the_name_of_who_asked(box: Commanded) -> None:
    wanted = {"queue": {"sales": {"title": "Sales", "wrap_up": 20}}}
    shown, result = box.follow("config.propose", since=1, documents=wanted, dry_run=True)
    assert shown == [{"kind": "queue", "key": "sales", "what": "changed", "fields": {"wrap_up": [10, 20]}}]
    assert result == {"change": 1, "done": False, "lines_stay": False, "head": 1}
    assert body(box, "queue", "sales")["wrap_up"] == 10
    _, result = box.follow("config.propose", since=1, documents=wanted, reason="busy", by="wang")
    assert (result["change"], result["done"]) == (2, True)
    assert box.centre.directory.now.queues["sales"].wrap_up == 20
    last = box.ask("config.history", limit=1)[0]
    assert (last["author"], last["reason"], last["key"]) == ("wang", "busy", "sales")


def test_a_change_is_taken_back_in_the_name_of_who_asked(box: Commanded) -> None:
    box.follow("config.propose", since=1, documents={"queue": {"sales": {"wrap_up": 20}}}, reason="x", by="wang")
    shown, _ = box.follow("config.undo", change=2, reason="no", by="li", dry_run=True)
    assert shown[0]["fields"]["wrap_up"] == [20, 10]
    assert body(box, "queue", "sales")["wrap_up"] == 20
    box.follow("config.undo", change=2, reason="no", by="zhao")
    assert body(box, "queue", "sales")["wrap_up"] == 10
    assert box.ask("config.history", limit=1)[0]["author"] == "zhao"


@pytest.mark.parametrize(
    ("kind", "key", "given", "where", "code"),
    [
        ("queue", "sales", {"ring_time": 1}, "queue.sales.ring_time", "setting-out-of-range"),
        ("queue", "sales", {"ring_time": "x"}, "queue.sales.ring_time", "setting-of-other-kind"),
        ("queue", "sales", {"strategy": "best"}, "queue.sales.strategy", "setting-not-known"),
        ("queue", "sales", {"overflow": [{"after": 5}]}, "queue.sales.overflow.1.queue", "setting-either-or"),
        ("queue", "sales", {"overflow_to": "none"}, "queue.sales.overflow_to", "setting-leads-nowhere"),
        ("queue", "sales", {"skills": {"a": 10}}, "queue.sales.skills.1.value", "setting-out-of-range"),
        ("agent", "8001", {"lines": 1, "capacity": 2}, "agent.8001.capacity", "setting-out-of-range"),
        ("agent", "8001", {"queues": ["none"]}, "agent.8001.queues", "setting-leads-nowhere"),
        ("agent", "8001", {"phone": "none"}, "agent.8001.phone", "document-missing"),
        ("number", "400", {"flow": ""}, "number.400.flow", "setting-missing"),
        ("trunk", "t", {"match": [], "group": 0}, "trunk.t.group", "setting-either-or"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    box: Commanded, kind: str, key: str, given: dict[str, Any], where: str, code: str
) -> None:
    with pytest.raises(ConfigurationInvalid) as refused:
        box.follow("config.propose", since=1, documents={kind: {key: given}}, reason="x")
    assert problems(refused.value) == [(where, code)]
    assert box.ask("config.history", limit=1)[0]["change"] == 1


def test_what_was_wrong_before_refuses_nothing(box: Commanded) -> None:
    box.follow("config.propose", since=1, documents={"agent": {"8002": {"name": "W", "queues": ["gone"]}}}, reason="x")
    assert body(box, "agent", "8002")["name"] == "W"
    with pytest.raises(ConfigurationInvalid):
        box.follow("config.propose", since=2, documents={"agent": {"8002": {"queues": ["gone", "too"]}}}, reason="x")


def test_a_document_that_somebody_else_has_changed_is_refused_with_the_difference(box: Commanded) -> None:
    box.follow("config.propose", since=1, documents={"queue": {"sales": {"wrap_up": 20}}}, reason="x", by="wang")
    with pytest.raises(DocumentMoved) as refused:
        box.follow("config.propose", since=1, documents={"queue": {"sales": {"wrap_up": 30}}}, reason="y", by="li")
    details = refused.value.details
    assert (details["author"], details["change"], details["documents"]) == ("wang", 2, "queue.sales")
    assert details["differences"][0]["fields"]["wrap_up"] == [10, 20]
    # Another document of the same centre is nobody's business.
    box.follow("config.propose", since=1, documents={"agent": {"8001": {"name": "Li"}}}, reason="y", by="li")
    box.follow("config.propose", since=2, documents={"queue": {"sales": {"wrap_up": 30}}}, reason="y", by="li")
    assert body(box, "queue", "sales")["wrap_up"] == 30


def test_passwords_are_closed_by_the_box_and_stay_unless_typed(box: Commanded) -> None:
    documents: dict[str, Any] = {
        "phone": {"p1": {"encryption": "off"}},
        "agent": {"8001": {"name": "Li"}},
        "voicemail-box": {"li": {"agent": "8001"}},
    }
    typed = {"agent": {"8001": {"pin": "1234"}}, "voicemail-box": {"li": {"pin": "4321"}}}
    box.follow("config.propose", since=1, documents=documents, passwords=typed, reason="x")
    keys = Keyring.load(Paths(box.engine.settings.state).keys)
    assert keys.open(body(box, "agent", "8001")["pin"], pin_context("8001")).reveal() == "1234"
    secret = body(box, "phone", "p1")["secret"]
    assert len(keys.open(secret, secret_context("p1")).reveal()) > 20
    assert pins.right("4321", body(box, "voicemail-box", "li")["pin"])
    documents["phone"]["p1"] = {"encryption": "required"}
    box.follow("config.propose", since=2, documents=documents, passwords={"agent": {"8001": {"pin": ""}}}, reason="x")
    assert body(box, "phone", "p1") == {"encryption": "required", "secret": secret}
    assert not body(box, "agent", "8001").get("pin")


def test_a_document_is_ended_unless_others_need_it(box: Commanded) -> None:
    box.follow("config.propose", since=1, documents={"agent": {"8002": None}}, reason="left")
    assert body(box, "agent", "8002") == {}
    box.follow("config.propose", since=2, documents={"number": {"400": {"flow": "main"}}}, reason="x")
    with pytest.raises(ConfigurationInvalid) as refused:
        box.follow("config.propose", since=3, documents={"flow": {"main": None}}, reason="x")
    assert ("number.400.flow", "document-missing") in problems(refused.value)


@pytest.mark.parametrize(("name", "value"), [("pin", "12"), ("pin", 1234), ("name", "x")])
def test_a_password_that_cannot_be_one_is_refused_and_not_repeated(box: Commanded, name: str, value: Any) -> None:
    documents = {"agent": {"8001": {"name": "Li"}}}
    with pytest.raises(ConfigurationInvalid) as refused:
        box.follow("config.propose", since=1, documents=documents, passwords={"agent": {"8001": {name: value}}})
    assert problems(refused.value) == [(f"agent.8001.{name}", "setting-malformed")]
    assert "12" not in str(refused.value.details)
