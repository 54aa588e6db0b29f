"""Whole rendered configurations against the files in tests/data/asterisk/<case>/."""

import pytest

from appliance.telephony.config.diff import diff
from appliance.telephony.config.model import Site
from appliance.telephony.config.render import lines, render
from appliance.telephony.config.render.section import HEADER
from appliance.telephony.config.verify import verify
from tests.unit.telephony_config.sites import CASES, GOLDEN


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(case: str) -> Site:
    return CASES[case]()


def test_every_file_is_the_golden_one(case: str, site: Site) -> None:
    golden = {path.name: path.read_text("utf-8") for path in (GOLDEN / case).iterdir()}
    rendered = render(site)
    assert diff(golden, rendered) == ""
    assert golden == rendered


def test_golden_sites_are_valid(site: Site) -> None:
    assert verify(site) == ()


def test_the_same_site_gives_the_same_bytes(case: str, site: Site) -> None:
    assert list(render(site).items()) == list(render(CASES[case]()).items())


def test_every_file_says_that_it_is_generated(site: Site) -> None:
    assert all(text.startswith(HEADER) for name, text in render(site).items() if name != lines.FILE)
    assert render(site).get(lines.FILE, "") == site.lines, "it has said so where it was made"
