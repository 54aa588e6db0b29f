"""SIP messages out of Asterisk's log, without what is secret in them, and files of them."""

from ipaddress import ip_network

from hypothesis import given
from hypothesis import strategies as st

from appliance.node.lines.sip import Messages, SipMessage, of, recorded, without_secrets

INVITE = (
    "INVITE sip:4008001000@192.0.2.9 SIP/2.0\r\n"
    'Authorization: Digest username="box", nonce="n", response="0123456789abcdef0123456789abcdef"\r\n'
    "Content-Length: 60\r\n\r\n"
    "v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0c2VjcmV0\r\n"
)
OK = "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"


def log(*messages: tuple[str, str]) -> list[str]:
    text = "[2026-11-22 11:49:11.900] NOTICE[5] chan_pjsip.c: else\n"
    for way, message in messages:
        text += f"[2026-11-22 11:49:11.935] VERBOSE[9] res_pjsip_logger.c: <--- {way} --->\n{message}\n"
    return text.split("\n")


def told(lines: list[str]) -> list[SipMessage]:
    messages = Messages()
    return [message for line in lines if (message := messages.take(line))]


def test_messages_both_ways() -> None:
    received = f"Received SIP request ({len(INVITE)} bytes) from UDP:192.0.2.9:5062"
    sent = f"Transmitting SIP response ({len(OK)} bytes) to TLS:[2001:db8::9]:5061"
    first, second = told(log((received, INVITE), (sent, OK)))
    assert (first.sent, first.transport, first.host, first.port) == (False, "udp", "192.0.2.9", 5062)
    assert first.text.startswith("INVITE sip:4008001000@192.0.2.9 SIP/2.0\r\n")
    assert len(first.text) == len(INVITE)
    assert (second.sent, second.transport, second.host, second.port, second.text) == (
        True,
        "tls",
        "2001:db8::9",
        5061,
        OK,
    )
    assert first.at.strftime("%H:%M:%S.%f")[:-3] == "11:49:11.935"


def test_secrets_are_left_out_and_lengths_stay() -> None:
    shown = without_secrets(INVITE)
    assert len(shown) == len(INVITE)
    assert f'response="{32 * "x"}"' in shown
    assert f"inline:{16 * 'x'}" in shown
    assert 'username="box"' in shown


def test_whose_messages_they_are() -> None:
    networks = [ip_network("192.0.2.0/29"), ip_network("2001:db8::9/128")]
    assert not of(networks, "192.0.2")
    assert [of(networks, host) for host in ("192.0.2.7", "192.0.2.8", "2001:db8::9")] == [True, False, True]


def test_a_file_of_messages_names_its_dissector_and_the_other_end() -> None:
    (message,) = told(log((f"Received SIP response ({len(OK)} bytes) from UDP:192.0.2.9:5062", OK)))
    content = recorded(message)[16:]
    assert content.startswith(bytes.fromhex("000c0004") + b"sip\x00" + bytes.fromhex("00140004c0000209"))
    assert bytes.fromhex("0018000400000003" + "00190004000013c6" + "00000000") in content
    assert content.endswith(OK.encode())


@given(st.lists(st.text(alphabet="ab\r :->[", max_size=20), max_size=10))
def test_whatever_stands_in_the_log_is_taken(lines: list[str]) -> None:
    """And the next whole message is told all the same."""
    broken = log((f"Received SIP request ({len(INVITE)} bytes) from UDP:192.0.2.9:5062", ""))
    whole = log((f"Received SIP response ({len(OK)} bytes) from UDP:192.0.2.9:5062", OK))
    assert told([*broken, *lines, *whole])[-1].text == OK
