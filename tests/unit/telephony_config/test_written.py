"""Rendered text read back, and Asterisk's own spelling of values."""

import pytest

from appliance.telephony.config.render import render
from appliance.telephony.config.written import objects, same, sections, transports
from tests.unit.telephony_config.sites import demo, minimal


@pytest.mark.parametrize(
    ("key", "wrote", "held"),
    [
        ("direct_media", "no", "false"),
        ("allow", "alaw,ulaw", "(alaw|ulaw)"),
        ("callerid", "<8001>", "8001"),
        ("callerid", "<8001-web>", "<8001web>"),
        ("match", "127.0.0.9", "127.0.0.9/255.255.255.255"),
        ("match", "192.0.2.0/28,2001:db8::/32", "2001:db8::/ffff:ffff::,192.0.2.0/255.255.255.240"),
    ],
)
def test_asterisks_spelling_means_the_same(key: str, wrote: str, held: str) -> None:
    assert same(key, wrote, held)


@pytest.mark.parametrize(
    ("key", "wrote", "held"),
    [
        ("allow", "alaw,ulaw", "(ulaw|alaw)"),
        ("direct_media", "no", "true"),
        ("match", "10.0.0.0/8", "10.0.0.0/255.255.0.0"),
        ("password", "No", ""),
    ],
)
def test_another_value_is_not_the_same(key: str, wrote: str, held: str) -> None:
    assert not same(key, wrote, held)


def test_objects_are_known_by_type_and_name() -> None:
    found = objects(render(demo())["pjsip.conf"])
    assert {kind for kind, name in found if name == "8001"} == {"endpoint", "auth", "aor"}
    assert dict(found["identify", "demo-carrier"])["match"] == "127.0.0.9"


def test_transports_without_certificates_are_plain() -> None:
    assert set(transports(render(minimal())["pjsip.conf"])) == {"udp", "tcp", "ws"}


def test_a_file_without_sections_has_none() -> None:
    assert list(sections("; nothing\n")) == []
