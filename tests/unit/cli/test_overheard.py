"""Signalling in plain words, in both languages; every word that can come is there."""

import pytest

from appliance.cli.overheard import R2Words, dss1_words, isup_words
from appliance.cli.words import words
from appliance.node.lines import isup
from appliance.node.lines.dss1 import MESSAGES, SUPERVISORY, UNNUMBERED
from tests.unit.cli.scripted import ScriptedLink, run

AT = "2026-11-22T10:15:02.113000+00:00"
SETUP = "00010000" + "0802000105" + "04038090a3" + "1803a98381" + "7005a138303031"
PARTS = [
    {"kind": "d-channel", "network": False},
    {"at": AT, "sent": False, "octets": "02010106"},
    {"at": AT, "sent": False, "octets": SETUP},
    {"at": AT, "sent": True, "octets": "0001020408020001450802819c"},
]
FORM = "because 28: the number is incomplete or in the wrong form"
IAM = "868723850190001401000100" + "60010a00020a" + "08811004800001000f" + "0a088111310900101101" + "00"
SS7 = [
    {"kind": "ss7", "network": False},
    {"at": AT, "sent": True, "octets": "878700", "label": 4},
    {"at": AT, "sent": False, "octets": IAM, "label": 4},
    {"at": AT, "sent": True, "octets": "87890d850250001401000c0200028190", "label": 4},
]
R2 = [
    {"kind": "r2", "network": False},
    {"at": AT, "channel": 7, "text": "CAS Rx << [SEIZE ACK] 0x0C"},
    {"at": AT, "channel": 7, "text": "MF Tx >> 4 [ON]"},
    {"at": AT, "channel": 7, "text": "MF Tx >> 4 [OFF]"},
    {"at": AT, "channel": 7, "text": "Attempting to cancel timer timer 0"},
]


@pytest.mark.parametrize(
    ("language", "parts", "expected"),
    [
        (
            "en",
            PARTS,
            [
                "they < SETUP: a call begins to 8001 (channel 1) [call 1]",
                f"we >   DISCONNECT: the call is to end [call 1] {FORM}",
            ],
        ),
        (
            "zh",
            PARTS,
            [
                "对方 < SETUP：呼叫开始 被叫 8001 （通道 1） [呼叫 1]",
                "我方 > DISCONNECT：要求结束呼叫 [呼叫 1] 原因 28：号码不全或形式不对",
            ],
        ),
        (
            "en",
            SS7,
            [
                "they < IAM: a call begins to 4008001000 from 13900001111 (circuit 1)",
                "we >   REL: the call is to end (circuit 1) because 16: normal end",
            ],
        ),
        ("en", R2, ["they < seizure acknowledged (channel 7)", "we >   tone 4 (channel 7)"]),
    ],
)
def test_what_passes_is_said(language: str, parts: list[object], expected: list[str]) -> None:
    link = ScriptedLink(streams={"span.capture": (parts, {"span": 1, "captured": 3})})
    shown = run(link, "lines", "capture", "1", language=language).stdout.splitlines()
    assert [line.partition(" ")[2] for line in shown] == expected
    assert link.asked == [("engine", "span.capture", {"span": "1", "seconds": 60.0})]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_has_its_words(language: str) -> None:
    said = words(language)
    names = {*MESSAGES.values(), *UNNUMBERED.values(), *SUPERVISORY.values()} - {"rr"}
    assert {f"dss1-{name}" for name in names} <= said.tables["state"].keys()
    names = {*isup.MESSAGES.values(), *isup.LINK_STATES.values(), *isup.SERVICES.values()}
    assert {f"isup-{name}" for name in names} <= said.tables["state"].keys()
    assert dss1_words({"octets": "ffffffff", "sent": True}, said)
    assert isup_words({"octets": "ff8005f9", "sent": True, "label": 4}, said)
    assert R2Words(said).words({"at": AT, "channel": 1, "text": "?"}) == ""


def test_what_tones_mean() -> None:
    """The exchange calls; both ends are told apart by who has seized, and group B means something else again."""
    heard = R2Words(words("en"))
    told = [
        heard.words({"at": AT, "channel": 7, "text": text})
        for text in (
            "CAS Rx << [SEIZE] 0x00",
            "MF Rx << 4 [ON]",
            "MF Tx >> 1 [ON]",
            "MF Rx << 0 [ON]",
            "MF Tx >> 5 [ON]",
            "MF Tx >> 3 [ON]",
            "MF Rx << 1 [ON]",
        )
    ]
    assert told == [
        "they < seizure: a call begins (channel 7)",
        "they < digit or signal 4 (channel 7)",
        "we >   the next digit, please (channel 7)",
        "they < digit or signal 0 (channel 7)",
        "we >   tone 5 (channel 7)",
        "we >   the number is complete (channel 7)",
        "they < tone 1 (channel 7)",
    ]
