"""What a configuration may hold, whatever the box has had so far."""

from dataclasses import asdict
from pathlib import Path

import pytest

from appliance.contact.recording import policy
from appliance.contact.recording.anchor_rule import AnchorRule
from appliance.contact.recording.copies import CopyRule
from appliance.contact.recording.policy import Policy
from appliance.contact.recording.retention import DiskRule, RetentionClass
from appliance.contact.voicemail.mail import MailServer, server_body
from appliance.daemons.engine.verification import Problem, problems
from appliance.settings import Asterisk, Secret, Settings
from appliance.store.documents import Body
from appliance.system.keyring import Keyring

OF_THE_JOBS: dict[tuple[str, str], Body] = {
    ("mail-server", "box"): server_body(MailServer("mail.example", sender="box@example.com")),
    ("recording-policy", "box"): policy.body(Policy()),
    ("retention", "long"): asdict(RetentionClass(30, 90)),
    ("recording-disk", "box"): asdict(DiskRule()),
    ("recording-anchor", "box"): asdict(AnchorRule()) | {"places": []},
    ("recording-copy", "box"): asdict(CopyRule()),
    ("prompt", "zh/welcome"): {"source": "upload"},
}


@pytest.fixture
def key(tmp_path: Path) -> Keyring:
    return Keyring.ensure(tmp_path / "keys")


def settings(state: Path) -> Settings:
    return Settings(state=state, asterisk=Asterisk(ari_password=Secret("0123456789abcdef" * 2)))


def found(state: dict[tuple[str, str], Body], key: Keyring, tmp_path: Path) -> list[Problem]:
    return problems(state, set(), settings(tmp_path), key)


def test_a_box_that_has_nothing_takes_what_every_process_reads(key: Keyring, tmp_path: Path) -> None:
    assert found(OF_THE_JOBS, key, tmp_path) == []


@pytest.mark.parametrize(
    ("place", "body"),
    [
        (("mail-server", "box"), {"host": "mail.example", "port": "many"}),
        (("mail-server", "box"), {"hots": "mail.example"}),
        (("recording-disk", "box"), {"wran": 80}),
        (("recording-copy", "box"), {"speed": 5}),
        (("retention", "long"), {"minimum": 30}),
    ],
)
def test_what_they_could_not_read_is_named(place: tuple[str, str], body: Body, key: Keyring, tmp_path: Path) -> None:
    (problem,) = found({place: body}, key, tmp_path)
    assert (problem.code, problem.where) == ("document-unreadable", ".".join(place))


def test_what_nobody_reads_is_unknown(key: Keyring, tmp_path: Path) -> None:
    assert [one.code for one in found({("quue", "sales"): {}}, key, tmp_path)] == ["document-kind-unknown"]
    assert problems({("quue", "sales"): {}}, {"quue"}, settings(tmp_path), key) == []
