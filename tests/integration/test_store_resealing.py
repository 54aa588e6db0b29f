"""Passwords are closed anew in place on both databases: nothing else of a version changes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from appliance.daemons.jobs.passwords import SealedPasswords
from appliance.daemons.site import secret_context, token_context
from appliance.store import schema
from appliance.store.documents import Documents
from appliance.store.engine import open_engine
from appliance.system.keyring import Keyring

pytestmark = pytest.mark.wire

BY = {"author": "li", "reason": "first", "at": datetime(2026, 3, 1, tzinfo=UTC)}


def test_every_version_is_closed_by_the_new_key(database_url: str, tmp_path: Path) -> None:
    schema.upgrade(database_url)
    engine = open_engine(database_url)
    documents, ring = Documents(engine), Keyring.ensure(tmp_path / "keys")
    passwords, old = SealedPasswords(engine, ring), ring.current.key_id
    secret = ring.seal("s3cret", secret_context("8001"))
    documents.put("phone", "8001", {"secret": secret, "encryption": "off"}, **BY)  # type: ignore[arg-type]
    documents.put("phone", "8001", {"secret": secret, "encryption": "required"}, **BY)  # type: ignore[arg-type]
    host = {"url": "https://crm", "token": ring.seal("t0ken", token_context("crm"))}
    documents.put("lookup-host", "crm", host, **BY)  # type: ignore[arg-type]
    documents.put("lookup-host", "open", {"url": "https://open", "token": ""}, **BY)  # type: ignore[arg-type]
    documents.put("phone", "8002", {"secret": "v1.0badcafe.AAAA"}, **BY)  # type: ignore[arg-type]
    assert passwords.reseal() == 0
    assert passwords.closed_by(old) == 3
    ring.make_next()
    ring.switch()
    assert passwords.reseal() == 3
    assert passwords.reseal() == 0
    assert (passwords.closed_by(old), passwords.closed_by(ring.current.key_id)) == (0, 3)
    ring.destroy(old)
    first, second = documents.history("phone", "8001")
    assert first.body["secret"] == second.body["secret"]
    assert [first.body["encryption"], second.body["encryption"]] == ["off", "required"]
    assert (first.author, first.reason, first.at) == ("li", "first", BY["at"])
    assert ring.open(first.body["secret"], secret_context("8001")).reveal() == "s3cret"
    present = documents.get("lookup-host", "crm")
    assert present
    assert ring.open(present["token"], token_context("crm")).reveal() == "t0ken"
    assert documents.get("phone", "8002") == {"secret": "v1.0badcafe.AAAA"}
    engine.dispose()
