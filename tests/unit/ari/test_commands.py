"""Each verb as the operation that a real Asterisk 22.10 took."""

import pytest

from appliance.telephony.ari import commands as c
from appliance.telephony.ari.codec import Request


@pytest.mark.parametrize(
    ("built", "method", "uri", "query"),
    [
        (c.answer("c1"), "POST", "channels/c1/answer", {}),
        (c.hangup("c1"), "DELETE", "channels/c1", {"reason_code": 16}),
        (c.hangup("c1", 17), "DELETE", "channels/c1", {"reason_code": 17}),
        (c.ring("c1"), "POST", "channels/c1/ring", {}),
        (c.drop_password("8001-web"), "DELETE", "asterisk/config/dynamic/res_pjsip/auth/8001-web", {}),
        (c.stop_ring("c1"), "DELETE", "channels/c1/ring", {}),
        (c.hold("c1"), "POST", "channels/c1/hold", {}),
        (c.unhold("c1"), "DELETE", "channels/c1/hold", {}),
        (c.start_music("c1"), "POST", "channels/c1/moh", {"mohClass": "default"}),
        (c.stop_music("c1"), "DELETE", "channels/c1/moh", {}),
        (c.start_silence("c1"), "POST", "channels/c1/silence", {}),
        (c.stop_silence("c1"), "DELETE", "channels/c1/silence", {}),
        (
            c.play("c1", "p1", ("sound:a", "sound:b"), "zh"),
            "POST",
            "channels/c1/play",
            {"media": "sound:a,sound:b", "playbackId": "p1", "lang": "zh"},
        ),
        (c.play("c1", "p1", ("sound:a",)), "POST", "channels/c1/play", {"media": "sound:a", "playbackId": "p1"}),
        (c.stop_playback("p1"), "DELETE", "playbacks/p1", {}),
        (c.get_variable("c1", "X"), "GET", "channels/c1/variable", {"variable": "X"}),
        (c.set_variable("c1", "X", ""), "POST", "channels/c1/variable", {"variable": "X", "value": ""}),
        (c.dial("l1", 20), "POST", "channels/l1/dial", {"timeout": 20}),
        (c.dial("l1", 20, "c1"), "POST", "channels/l1/dial", {"timeout": 20, "caller": "c1"}),
        (c.create_bridge("b1"), "POST", "bridges/b1", {"type": "mixing"}),
        (c.add_to_bridge("b1", ("c1", "l1")), "POST", "bridges/b1/addChannel", {"channel": "c1,l1"}),
        (c.remove_from_bridge("b1", ("l1",)), "POST", "bridges/b1/removeChannel", {"channel": "l1"}),
        (c.destroy_bridge("b1"), "DELETE", "bridges/b1", {}),
    ],
)
def test_verbs(built: Request, method: str, uri: str, query: dict[str, object]) -> None:
    assert built == Request(method, uri, query)  # type: ignore[arg-type]


def test_a_leg_with_everything() -> None:
    built = c.create_leg(
        "l1",
        "PJSIP/8001",
        "callstead",
        args=("agent", "7"),
        shown_number="13800001111",
        shown_name='O"Brien 中',
        originator="c1",
        variables={"X": ""},
    )
    assert (built.method, built.uri) == ("POST", "channels/create")
    assert built.query == {
        "endpoint": "PJSIP/8001",
        "app": "callstead",
        "channelId": "l1",
        "appArgs": "agent,7",
        "originator": "c1",
    }
    assert built.body == {
        "variables": {"CONNECTEDLINE(num)": "13800001111", "CONNECTEDLINE(name)": 'O"Brien 中', "X": ""}
    }


def test_a_bare_leg() -> None:
    built = c.create_leg("l1", "PJSIP/8001", "callstead")
    assert built.query == {"endpoint": "PJSIP/8001", "app": "callstead", "channelId": "l1"}
    assert built.body is None


def test_ids_of_any_character_stay_one_part_of_the_path() -> None:
    assert c.destroy_bridge("a b/c%").uri == "bridges/a%20b%2Fc%25"


def test_a_password_goes_into_memory_as_one_object() -> None:
    fields = [
        {"attribute": "auth_type", "value": "userpass"},
        {"attribute": "username", "value": "8001-web"},
        {"attribute": "password", "value": "abc"},
    ]
    uri = "asterisk/config/dynamic/res_pjsip/auth/8001-web"
    assert c.set_password("8001-web", "abc") == Request("PUT", uri, body={"fields": fields})
