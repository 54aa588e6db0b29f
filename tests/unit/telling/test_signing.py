"""Signatures of webhooks: the example of the standard, and secrets as people carry them."""

import base64
from datetime import UTC, datetime

import pytest

from appliance.desk.telling import signing

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""Of the example in Standard Webhooks 1.0 and of its libraries' tests."""


def test_the_example_of_the_standard() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    told = signing.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', signing.read(SECRET))
    assert told == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_read_as_it_was_written() -> None:
    secret = bytes(range(32))
    assert signing.read(signing.written(secret)) == secret


@pytest.mark.parametrize(
    "text",
    [
        "",
        "whsec_",
        SECRET.removeprefix("whsec_"),
        "whsec_not base64!",
        "whsec_" + base64.b64encode(bytes(23)).decode(),
        "whsec_" + base64.b64encode(bytes(65)).decode(),
    ],
)
def test_what_is_no_secret_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        signing.read(text)
