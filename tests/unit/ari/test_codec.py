"""ARI's wire format, held against what a real Asterisk 22.10 sent."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import LANGUAGES, catalogue
from appliance.telephony.ari import errors, events
from appliance.telephony.ari.codec import Malformed, Request, Response, Unknown, decode, encode
from appliance.telephony.ari.events import Bridge, Channel, ChannelState, DialStatus
from appliance.telephony.ari.readers import READERS

RECORDED = {file.stem: file.read_text("utf-8") for file in (Path(__file__).parents[2] / "data/ari").glob("*.json")}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def at(clock: str, milliseconds: int, day: int = 21) -> datetime:
    hour, minute, second = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, second, milliseconds * 1000, UTC)


def recorded(name: str) -> Any:
    return decode(RECORDED[name])


LEG = Channel(
    id="leg-1",
    name="PJSIP/8001-00000001",
    endpoint="PJSIP/8001",
    state=ChannelState.DOWN,
    caller_number="1380",
    caller_name='A "b" 中',
    connected_number="",
    dialplan_context="from-phone",
    dialplan_extension="s",
    dialplan_app="Stasis",
    dialplan_app_data="callstead,x,y",
    created_at=at("22:10:29", 194),
    protocol_id="cab7ee2e-9f5b-4737-a49c-19e8371f4590",
)
CALL = "box1-1795299029.0"
SIPP_CALL = "box1-1795299775.5"


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_everything_recorded_is_understood(name: str) -> None:
    kind = json.loads(RECORDED[name])["type"]
    message = recorded(name)
    if kind in READERS:
        assert type(message).__module__ == events.__name__
        assert message.at.tzinfo is UTC
    else:
        assert isinstance(message, Response if kind == "RESTResponse" else Unknown)


def test_every_type_that_is_read_was_recorded() -> None:
    kinds = {json.loads(text)["type"] for text in RECORDED.values()}
    assert set(READERS) - kinds == {"EndpointStateChange"}


def test_a_leg_enters() -> None:
    assert recorded("StasisStart-leg") == events.ChannelEntered(at("22:10:29", 195), LEG, ("x", "y"), None)


def test_a_channel_takes_the_place_of_another() -> None:
    raw = json.loads(RECORDED["StasisStart-leg"])
    raw["replace_channel"] = {**raw["channel"], "id": "old"}
    assert decode(json.dumps(raw)).replaced == "old"  # type: ignore[union-attr]


def test_hostile_caller_names_arrive_as_sent() -> None:
    assert recorded("StasisStart-hostile-name").channel.caller_name == "O\\\"Brien <b>'&amp;; 中文"
    assert recorded("answer-channels").body[0]["caller"]["name"] == 'O"Brien\t\x01 中文 😀'


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ChannelDtmfReceived", events.DigitReceived(at("22:10:29", 919), "l1", "5", 100)),
        ("Dial-started", events.DialProgress(at("22:10:29", 197), "leg-1", None, DialStatus.STARTED)),
        ("Dial-ringing", events.DialProgress(at("22:10:29", 197), "leg-1", None, DialStatus.RINGING)),
        ("Dial-answer", events.DialProgress(at("22:10:29", 702), "leg-1", None, DialStatus.ANSWER)),
        ("ChannelHangupRequest-soft", events.HangupRequested(at("22:10:29", 709), "leg-1", 32, True)),
        ("ApplicationReplaced", events.ApplicationReplaced(at("22:39:14", 302))),
        ("BridgeDestroyed", events.BridgeDestroyed(at("22:10:29", 712), "br1")),
        (
            "ChannelEnteredBridge",
            events.ChannelEnteredBridge(at("22:10:29", 704), Bridge("br1", (CALL,), "simple_bridge"), CALL),
        ),
        (
            "ChannelLeftBridge",
            events.ChannelLeftBridge(at("22:10:29", 707), Bridge("br1", (CALL,), "native_rtp"), "leg-1"),
        ),
        (
            "PeerStatusChange-online",
            events.EndpointStateChanged(at("22:10:32", 735), "PJSIP/8002", events.EndpointState.ONLINE),
        ),
        (
            "PeerStatusChange-offline",
            events.EndpointStateChanged(at("22:10:33", 38), "PJSIP/8002", events.EndpointState.OFFLINE),
        ),
        (
            "ContactStatusChange-removed",
            events.ContactStatusChanged(
                at("22:10:33", 38),
                "PJSIP/8002",
                "8002",
                "sip:8002@127.0.0.1:25072",
                events.ContactStatus.REMOVED,
            ),
        ),
        ("ChannelHold", events.HoldChanged(at("22:22:56", 61), SIPP_CALL, True)),
        ("ChannelUnhold", events.HoldChanged(at("22:22:56", 466), SIPP_CALL, False)),
        (
            "ChannelTransfer-blind",
            events.TransferAsked(at("05:28:19", 703, 22), "01a201ba-0b66-7a14-8a28-caa3f136b1c1", "8009", ""),
        ),
        (
            "ChannelTransfer-declined",
            events.TransferAsked(
                at("05:28:19", 704, 22), "01a201ba-0b66-7a14-8a28-caa3f136b1c1", "8009", "", "channel_declined"
            ),
        ),
        (
            "ChannelTransfer-attended",
            events.TransferAsked(
                at("05:28:28", 453, 22), "01a201ba-2db0-75f0-9d83-e7bd163620e2", "8001", "box-1795325308.5"
            ),
        ),
        ("ChannelTalkingStarted", events.TalkingStarted(at("22:22:56", 905), "x1-7")),
        ("ChannelTalkingFinished", events.TalkingFinished(at("22:23:38", 57), "x1-7", 309)),
    ],
)
def test_events(name: str, expected: object) -> None:
    assert recorded(name) == expected


def test_the_end_of_a_channel_tells_its_cause() -> None:
    gone = recorded("ChannelDestroyed")
    assert (gone.channel.id, gone.cause, gone.cause_text, gone.tech_cause) == ("leg-1", 16, "Normal Clearing", None)


def test_a_zone_other_than_utc_is_turned_into_utc() -> None:
    raw = json.loads(RECORDED["BridgeDestroyed"]) | {"timestamp": "2026-11-22T06:10:29.712+0800"}
    assert decode(json.dumps(raw)) == recorded("BridgeDestroyed")


def test_words_of_a_later_asterisk_become_unknown() -> None:
    raw = json.loads(RECORDED["StasisStart-leg"])
    raw["channel"]["state"] = "Teleporting"
    assert decode(json.dumps(raw)).channel.state is ChannelState.UNKNOWN  # type: ignore[union-attr]


def test_answers() -> None:
    assert recorded("answer-no-content") == Response("10", 204, "No Content")
    refused = recorded("answer-not-found")
    assert refused.body == {"message": "Playback not found"}
    with pytest.raises(errors.AriRefused) as caught:
        refused.value()
    assert caught.value.details == {"status": 404, "reason": "Playback not found"}
    assert "Playback not found" in caught.value.sentence("en").why
    assert recorded("answer-status").value()["status"]["startup_time"] == "2026-11-21T22:10:28.465+0000"


def test_an_answer_whose_body_is_no_json_keeps_its_text() -> None:
    raw = json.loads(RECORDED["answer-not-found"]) | {"message_body": "<html>"}
    assert decode(json.dumps(raw)).body == "<html>"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        "{}",
        '{"type":null}',
        '{"type":["StasisStart"]}',
        '{"type":"StasisStart"}',
        '{"type":"RESTResponse","request_id":"1","status_code":"200"}',
        "[" * 200_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_message_is_malformed(text: str | bytes) -> None:
    assert isinstance(decode(text), Malformed)


def test_broken_utf8_costs_a_letter_not_the_message() -> None:
    data = RECORDED["StasisStart-hostile-name"].encode().replace("中".encode(), b"\xe4\xb8")
    assert recorded("StasisStart-hostile-name").channel.id == decode(data).channel.id  # type: ignore[union-attr]


@given(st.text() | st.binary())
def test_no_text_raises(data: str | bytes) -> None:
    decode(data)


@given(name=st.sampled_from(sorted(RECORDED)), key=st.integers(0, 40), value=JSON)
def test_no_changed_member_raises(name: str, key: int, value: object) -> None:
    raw = json.loads(RECORDED[name])
    places = [(raw, member) for member in raw]
    places += [(inner, member) for inner in raw.values() if isinstance(inner, dict) for member in inner]
    holder, member = places[key % len(places)]
    holder[member] = value
    decode(json.dumps(raw))


@given(st.text(), st.text(), st.text())
def test_requests_survive_any_text(name: str, value: str, body: str) -> None:
    wire = encode("7", Request("POST", "channels/x/variable", {name: value}, {"variables": {"N": body}}))
    message = json.loads(wire)
    assert wire.isascii()
    assert message["query_strings"] == [{"name": name, "value": value}]
    assert json.loads(message["message_body"]) == {"variables": {"N": body}}
    assert (message["type"], message["request_id"], message["method"]) == ("RESTRequest", "7", "POST")


def test_a_bare_request_carries_neither_query_nor_body() -> None:
    assert json.loads(encode("1", Request("GET", "channels"))) == {
        "type": "RESTRequest",
        "request_id": "1",
        "method": "GET",
        "uri": "channels",
    }


def test_numbers_in_a_query_are_sent_as_text() -> None:
    message = json.loads(encode("1", Request("POST", "channels/x/dial", {"timeout": 20})))
    assert message["query_strings"] == [{"name": "timeout", "value": "20"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_explains_itself(language: str) -> None:
    kinds = (errors.AriNotConnected, errors.AriLost, errors.AriTimeout, errors.AriRefused, errors.AriRequestTooLong)
    for kind in kinds:
        assert set(catalogue(language)[kind.code]) == {"what", "why", "next"}


def test_recordings_that_are_whole_and_that_are_not() -> None:
    whole, broken = recorded("RecordingFinished"), recorded("RecordingFailed")
    assert isinstance(whole, events.RecordingEnded)
    assert isinstance(broken, events.RecordingEnded)
    assert (whole.kept, broken.kept) == (True, False)
    assert whole.target == f"channel:{whole.recording}"
