"""What is true at connecting, out of the answers of a real Asterisk."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from appliance.telephony.ari.codec import Response, decode
from appliance.telephony.ari.picture import event_filter, picture

FOLDER = Path(__file__).parents[2] / "data/ari"


def body(name: str) -> Any:
    answer = decode((FOLDER / f"{name}.json").read_text("utf-8"))
    assert isinstance(answer, Response)
    return answer.value()


def answers() -> list[Any]:
    return [body(f"answer-{name}") for name in ("channels", "bridges", "endpoints", "status")]


def test_the_picture() -> None:
    seen = picture("callstead", *answers())
    assert [channel.endpoint for channel in seen.channels] == ["PJSIP/demo-carrier", "PJSIP/8001"]
    assert seen.in_app == {"box1-1795299029.0", "leg-1"}
    assert [(bridge.id, bridge.channels) for bridge in seen.bridges] == [("br1", ("box1-1795299029.0", "leg-1"))]
    assert seen.endpoints == {"PJSIP/8001": True, "PJSIP/8002": False, "PJSIP/demo-carrier": False}
    assert seen.started_at == datetime(2026, 11, 21, 22, 10, 28, 465000, UTC)


def test_channels_of_other_applications_are_not_ours() -> None:
    assert picture("callstea", *answers()).in_app == frozenset()


def test_a_channel_that_went_on_in_the_dialplan_is_no_longer_ours() -> None:
    channels, *others = answers()
    channels[0]["dialplan"]["app_name"] = "Dial"
    assert picture("callstead", channels, *others).in_app == {"leg-1"}


@pytest.mark.parametrize("place", range(4))
def test_an_unpromised_shape_is_an_error_not_an_empty_picture(place: int) -> None:
    bodies = answers()
    bodies[place] = None
    with pytest.raises((TypeError, ValueError, LookupError)):
        picture("callstead", *bodies)


def test_the_filter_lets_answers_through() -> None:
    request = event_filter("callstead")
    assert request.body is not None
    allowed = {item["type"] for item in request.body["allowed"]}
    assert {"RESTResponse", "StasisStart"} <= allowed
    assert not {"ChannelVarset", "ChannelDialplan"} & allowed
