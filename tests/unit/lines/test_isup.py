"""Signal units as an Asterisk with libss7 sent and received them, and units that are cut short."""

from hypothesis import given
from hypothesis import strategies as st

from appliance.node.lines.isup import DIGITS, LINK_STATES, MESSAGES, SERVICES, Message, message

IAM = bytes.fromhex("868723 85 01900014 0100 01 0060010a00 02 0a 088110048000 01000f 0a08811131090010110100")
REL = bytes.fromhex("87890d 85 02500014 0100 0c 0200028190")
ANM = bytes.fromhex("878809 85 02500014 0100 0900")
KNOWN = {"", "fill-in", *MESSAGES.values(), *LINK_STATES.values(), *SERVICES.values()}
SLTM = bytes.fromhex("ff8011 81 01800000 11a032353634323836323838")


def test_what_units_say() -> None:
    assert message(IAM) == Message("initial-address", 1, "4008001000", "13900001111")
    assert message(REL) == Message("release", 1, cause=16)
    assert message(ANM) == Message("answer", 1)
    assert message(SLTM) == Message("link-test")
    assert message(bytes.fromhex("ffff00")) == Message("fill-in")
    assert message(bytes.fromhex("ffff0100")) == Message("out-of-alignment")
    assert message(bytes.fromhex("ffff0103")) == Message("out-of-service")


def test_the_longer_label_of_ansi() -> None:
    assert message(ANM[:4] + bytes(7) + ANM[8:], 7) == Message("answer", 1)


@given(st.binary(max_size=48))
def test_whatever_comes_is_taken(octets: bytes) -> None:
    for whole in (octets, IAM[: len(octets)], IAM[:12] + octets, REL[:12] + octets):
        said = message(whole)
        assert said.name in KNOWN
        assert said.cause is None or said.cause < 128
        assert set(said.called + said.calling) <= set(DIGITS)
