"""Whom a page is for, and page groups as documents."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.paging.document import group_body, parse
from appliance.contact.paging.errors import PageGroupInvalid
from appliance.contact.paging.model import ALL, Codec, PageGroup, Phone, Use
from appliance.contact.paging.reaching import may, members, reach

PHONES = st.dictionaries(st.sampled_from("abcdef"), st.builds(Phone, st.sampled_from(Use), st.just("c")))
GROUPS = st.builds(
    PageGroup,
    st.just("g"),
    st.from_regex(r"[0-9]{0,6}", fullmatch=True),
    st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    st.lists(st.sampled_from(["239.1.1.1:5004", "224.0.1.75:5000"]), unique=True).map(tuple),
    st.lists(st.sampled_from(["8001", "p1", ALL]), unique=True).map(tuple),
    st.booleans(),
    st.integers(1, 3600),
    st.sampled_from(Codec),
    st.integers(1, 255),
    st.sampled_from(["", "10.0.0.1"]),
    st.sampled_from(["", "Auto Answer", "<http://x>;info=a"]),
)


@given(st.booleans(), PHONES, st.sampled_from(["", "a", "b"]))
def test_every_phone_but_the_speakers_is_rung_broken_into_or_left_alone_with_a_reason(
    emergency: bool, phones: dict[str, Phone], speaker: str
) -> None:
    found = reach(PageGroup("g", emergency=emergency), phones, speaker)
    parts = [*found.ring, *found.break_into, *found.left]
    assert sorted(parts) == sorted(phones.keys() - {speaker})
    assert not [phone for phone in (*found.ring, *found.break_into) if phones[phone].use is Use.RINGING]
    if not emergency:
        assert {phones[phone].use for phone in found.ring} <= {Use.IDLE}
        assert not found.break_into
    else:
        assert set(found.left.values()) <= {Use.RINGING.value}


@given(GROUPS)
def test_a_document_keeps_a_group(group: PageGroup) -> None:
    assert parse("g", group_body(group)) == group


def test_what_a_document_does_not_name_has_its_default() -> None:
    assert parse("g", {}) == PageGroup("g")


@pytest.mark.parametrize(
    "body",
    [
        {"number": "1a"},
        {"number": 1},
        {"phones": "p1"},
        {"multicast": ["192.168.1.1:5004"]},
        {"multicast": ["239.1.1.1"]},
        {"multicast": ["239.1.1.1:0"]},
        {"multicast": ["239.1.1.1:70000"]},
        {"multicast": ["239.1.1.1:5004)t(255"]},
        {"multicast": [7]},
        {"emergency": "yes"},
        {"seconds": 0},
        {"seconds": True},
        {"codec": "mp3"},
        {"ttl": 256},
        {"source": "eth1"},
        {"alert_info": "a\r\nVia: x"},
        {"alert_info": " a"},
        {"volume": 11},
    ],
)
def test_what_means_nothing_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(PageGroupInvalid):
        parse("g", body)


def test_members_are_what_the_site_has() -> None:
    assert members(PageGroup("g", phones=("p2", "p9")), {"p1", "p2"}) == ("p2",)
    assert members(PageGroup("g", phones=(ALL,)), {"p2", "p1"}) == ("p1", "p2")


@pytest.mark.parametrize(
    ("callers", "phone", "agent", "allowed"),
    [((), "p1", "8001", False), (("p1",), "p1", "", True), (("8001",), "p2", "8001", True), ((ALL,), "p", "", True)],
)
def test_who_may_page(callers: tuple[str, ...], phone: str, agent: str, allowed: bool) -> None:
    assert may(PageGroup("g", callers=callers), phone, agent) is allowed
