"""Accounts of phones: made with a password that is told once, changed, and ended when nobody names them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.agents.errors import PhoneUnknown
from appliance.contact.calls.model import Phone
from appliance.daemons.engine.commands import phones
from appliance.daemons.engine.errors import ConfigurationInvalid, PhoneNameInvalid, PhoneOnPort
from appliance.daemons.site import secret_context
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from tests.unit.engine.commanded import NOON, Commanded


@pytest.fixture
def box(tmp_path: Path) -> Commanded:
    """A centre with an agent who has the phone 8001, and a telephone on a port."""
    made = Commanded(tmp_path, phones.handlers)
    documents: list[tuple[str, str, Mapping[str, Any]]] = [
        ("agent", "8001", {"name": "Li", "phone": "8001"}),
        ("phone", "8001", {"secret": "sealed", "encryption": "required"}),
    ]
    Documents(made.engine.database).put_many(documents, author="demo", reason="", at=NOON)
    return made


def sealed(box: Commanded, phone: str) -> str:
    body = Documents(box.engine.database).get("phone", phone) or {}
    ring = Keyring.load(Paths(box.engine.settings.state).keys)
    return ring.open(body["secret"], secret_context(phone)).reveal()


def test_a_new_account_tells_its_password_once(box: Commanded) -> None:
    made = box.ask("phone.set", phone="8021")
    assert (made["phone"], made["encryption"], made["agent"]) == ("8021", "required", "")
    assert len(made["secret"]) >= 24
    assert sealed(box, "8021") == made["secret"]
    changed = box.ask("phone.set", phone="8021", encryption="preferred")
    assert (changed["encryption"], changed["secret"]) == ("preferred", None)
    assert sealed(box, "8021") == made["secret"], "a change leaves the password alone"
    anew = box.ask("phone.set", phone="8021", new_secret=True)
    assert anew["encryption"] == "preferred"
    assert made["secret"] != anew["secret"] == sealed(box, "8021")
    assert [row["phone"] for row in box.ask("phone.list")] == ["8001", "8021"]
    assert "secret" not in box.ask("phone.list")[0]


def test_an_account_that_is_named_stays(box: Commanded) -> None:
    box.ask("phone.set", phone="8021")
    assert box.ask("phone.remove", phone="8021") == {"phone": "8021", "removed": True}
    with pytest.raises(PhoneUnknown):
        box.ask("phone.remove", phone="8021")
    with pytest.raises(ConfigurationInvalid) as refused:
        box.ask("phone.remove", phone="8001")
    assert refused.value.details["problems"][0]["where"] == "agent.8001.phone"
    assert "8001" in box.centre.directory.now.phones


@pytest.mark.parametrize("name", ["", "a b", "-8021", "8" * 41, "8021;x", "../8021"])
def test_a_name_that_is_none_is_refused(box: Commanded, name: str) -> None:
    with pytest.raises(PhoneNameInvalid):
        box.ask("phone.set", phone=name)


def test_what_encryption_there_is(box: Commanded) -> None:
    with pytest.raises(ConfigurationInvalid) as refused:
        box.ask("phone.set", phone="8021", encryption="rot13")
    assert refused.value.details["problems"][0]["where"] == "phone.8021.encryption"


def test_a_telephone_on_a_port_has_no_account(box: Commanded) -> None:
    now = box.centre.directory.now
    on_port = Phone("8103", channel=5)
    box.centre.configure(replace(now, phones={**now.phones, "8103": on_port}), NOON)
    for command in ("phone.set", "phone.remove"):
        with pytest.raises(PhoneOnPort):
            box.ask(command, phone="8103")
