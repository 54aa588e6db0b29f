"""Where webhooks may go."""

import pytest

from appliance.desk.telling.reaching import may_reach


@pytest.mark.parametrize(
    "address", ["10.0.0.5", "192.168.1.9", "172.16.0.1", "203.0.113.9", "fd00::5", "2001:db8::5", "64:ff9b::a00:5"]
)
def test_other_machines_near_and_far_are_reached(address: str) -> None:
    assert may_reach(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "crm.example",
        "",
    ],
)
def test_this_machine_and_nobody_are_not(address: str) -> None:
    assert not may_reach(address)
