"""Phones and what Asterisk calls them."""

import pytest

from appliance.contact.calls.model import Phone
from appliance.contact.calls.outages import Outages
from appliance.daemons.engine.configuration import Configuration, Directory
from appliance.daemons.engine.endpoints import Endpoints
from tests.scenarios.stage import Written


@pytest.fixture
def endpoints() -> Endpoints:
    directory = Directory(Outages(Written()))
    directory.now = Configuration(phones={"8001": Phone("8001", "sealed"), "8101": Phone("8101", channel=5)})
    return Endpoints(directory)


@pytest.mark.parametrize(
    ("phone", "endpoint"), [("8001", "PJSIP/8001"), ("8101", "DAHDI/5"), ("nobody", "PJSIP/nobody")]
)
def test_there_and_back(endpoints: Endpoints, phone: str, endpoint: str) -> None:
    assert endpoints.of(phone) == endpoint
    assert endpoints.name(endpoint) == phone


@pytest.mark.parametrize("endpoint", ["DAHDI/6", "DAHDI/i1/13800001111", "Local/s@here"])
def test_what_is_no_phone_stays_as_it_is(endpoints: Endpoints, endpoint: str) -> None:
    assert endpoints.name(endpoint) == endpoint
