"""The scenarios SIPp is given: well formed, every jump has its label, every variable is set and read."""

import re
from itertools import product
from xml.etree import ElementTree

import pytest

from drivers.simulated.sip.caller import Caller, Cue, KeyMethod, Press, Wait, caller_scenario
from drivers.simulated.sip.phone import Behaviour, Hold, Phone, farewell_scenario, phone_scenario, registration_scenario
from drivers.simulated.sip.scenario import Audio

PLAIN, SECURE, DEAF = Audio("/w/a.wav"), Audio("/w/a.wav", secure=True), Audio(listen=False)
STEPS = (Cue("go", 5), Wait(1.5), Press("1#"), Press("2", KeyMethod.SIP_INFO), Cue("on", 5, give_up=True))

CALLERS = [
    caller_scenario(Caller("900", "138", audio, steps, talk, keys_folder="/w"))
    for audio, steps, talk in product((PLAIN, SECURE, DEAF), ((), STEPS), (None, 3.0))
]
PHONES = [
    phone_scenario(Phone(behaviour, 1.0, talk, audio, hold))
    for behaviour, talk, audio, hold in product(Behaviour, (None, 2.0), (PLAIN, SECURE, DEAF), (None, Hold(1, 2)))
]
ALL = [*CALLERS, *PHONES, registration_scenario(25, 60), farewell_scenario()]


@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_a_scenario_hangs_together(text: str) -> None:
    tree = ElementTree.fromstring(text)  # noqa: S314 - our own text
    labels = [item.attrib["id"] for item in tree.iter("label")]
    assert len(labels) == len(set(labels))
    jumps = {item.attrib[name] for item in tree.iter() for name in ("next", "ontimeout") if name in item.attrib}
    assert jumps <= set(labels)
    set_here = {name for item in tree.iter() for name in item.attrib.get("assign_to", "").split(",") if name}
    read = set(re.findall(r"\[\$(\w+)\]", text))
    unread = {name for item in tree.iter("Reference") for name in item.attrib["variables"].split(",")}
    assert read | unread == set_here
    assert not read & unread


@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_every_message_ends_its_headers(text: str) -> None:
    for item in ElementTree.fromstring(text).iter("send"):  # noqa: S314 - our own text
        head, _, body = (item.text or "").strip("\n").partition("\n\n")
        assert ("Content-Length: [len]" in head) == bool(body.strip())
        assert head.count("CSeq") == head.count("Call-ID") == 1


def test_the_ack_of_a_refusal_repeats_the_branch_and_that_of_an_answer_does_not() -> None:
    sent = [item.text or "" for item in ElementTree.fromstring(CALLERS[0]).iter("send")]  # noqa: S314
    branches = [re.search(r"branch=(\S+);", text) for text in sent]
    named = [(text.split()[0], match.group(1)) for text, match in zip(sent, branches, strict=True) if match]
    invite = dict(named)["INVITE"]
    assert ("CANCEL", invite) in named
    assert [branch == invite for method, branch in named if method == "ACK"] == [False, True, True]


def test_keys_are_played_from_their_files_and_audio_goes_on() -> None:
    played = re.findall(r'rtp_stream="([^"]+)"', CALLERS[2])
    assert played == [
        "/w/a.wav,-1,8,PCMA/8000",
        "/w/key-01.rtp,1,101,iLBC/8000",
        "/w/a.wav,-1,8,PCMA/8000",
        "/w/key-11.rtp,1,101,iLBC/8000",
        "/w/a.wav,-1,8,PCMA/8000",
    ]
    assert re.findall(r"Signal=(.)", CALLERS[2]) == ["2"]


def test_encryption_is_offered_only_where_asked() -> None:
    assert "RTP/SAVP 8 101" in CALLERS[4]
    assert "a=crypto:" in CALLERS[4]
    assert "RTP/AVP 8 101" in CALLERS[0]
    assert "crypto" not in CALLERS[0]


LAMP = ["200"]
"""What every phone says to its message lamp."""


@pytest.mark.parametrize(
    ("behaviour", "answers"),
    [
        (Behaviour.BUSY, ["486", *LAMP]),
        (Behaviour.REJECTS, ["603", *LAMP]),
        (Behaviour.NEVER_ANSWERS, ["180", "200", "487", "480", *LAMP]),
    ],
)
def test_what_a_phone_that_does_not_answer_says(behaviour: Behaviour, answers: list[str]) -> None:
    assert re.findall(r"SIP/2.0 (\d{3})", phone_scenario(Phone(behaviour))) == answers
