"""Where passkeys can be: at names of hosts, and never at an IP address."""

import pytest

from appliance.desk.people.passkeys.errors import PasskeysNeedAName
from appliance.desk.people.passkeys.model import Place
from appliance.desk.people.passkeys.naming import place


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("https://callstead.example/", "callstead.example", "https://callstead.example"),
        ("https://box.example:8443/", "box.example", "https://box.example:8443"),
        ("https://localhost:8443/sign-in", "localhost", "https://localhost:8443"),
    ],
)
def test_a_name_is_a_place(address: str, host: str, origin: str) -> None:
    assert place(address) == Place(host, origin)


@pytest.mark.parametrize("host", ["192.168.1.20", "127.0.0.1:8443", "[fd00::1]", "[fd00::1]:8443", ""])
def test_an_ip_address_is_none(host: str) -> None:
    with pytest.raises(PasskeysNeedAName):
        place(f"https://{host}/")
