"""What Asterisk is told of an exchange line: who calls, when that is said, and what a reversal of the line means."""

import pytest

from dahdi_conf.countries import countries
from dahdi_conf.render import render
from tests.unit.dahdi_conf.layouts import site

SITE = """== hardware
card 1A4B00F0009 wcaxx at=A
  1 analog FXO FXO FXS FXS
== intent
country = "{country}"
[ports."1A4B00F0009#1/{position}"]
use = "{use}"
number = "02161231001"
{settings}
"""
KEYS = {"usecallerid", "cidsignalling", "cidstart"} | {
    "answeronpolarityswitch",
    "hanguponpolarityswitch",
    "busydetect",
    "busycount",
    "busypattern",
}


def told(settings: str = "", country: str = "cn", position: int = 1, use: str = "line") -> dict[str, str]:
    """What of it stands in the port's own section, which goes before what stands for all."""
    one = site(SITE.format(country=country, position=position, use=use, settings=settings))
    assert [problem for problem in one.problems if problem.blocks] == []
    section = render(one.plan)["asterisk/chan_dahdi.conf"].partition("\n[port-")[2]
    pairs = (line.split(" = ", 1) for line in section.splitlines() if " = " in line)
    return {key: value for key, value in pairs if key in KEYS}


CALLER_ID = [
    # the exchange sends         when                      cidsignalling  cidstart
    ("fsk", "auto", "bell", "ring"),
    ("fsk", "ring", "bell", "ring"),
    ("fsk", "polarity", "bell", "polarity"),
    ("v23", "auto", "v23", "ring"),
    ("v23", "polarity", "v23", "polarity"),
    ("v23-jp", "auto", "v23_jp", "ring"),
    ("v23-jp", "polarity", "v23_jp", "polarity"),
    ("dtmf", "auto", "dtmf", "dtmf"),
    ("dtmf", "before", "dtmf", "dtmf"),
    ("dtmf", "ring", "dtmf", "ring"),
    ("dtmf", "polarity", "dtmf", "polarity"),
    ("dtmf", "polarity-in", "dtmf", "polarity_IN"),
]


@pytest.mark.parametrize(("sent", "start", "signalling", "begins"), CALLER_ID)
def test_the_callers_number_is_listened_for_as_it_is_sent(sent: str, start: str, signalling: str, begins: str) -> None:
    found = told(f'caller_id = "{sent}"\ncaller_id_start = "{start}"')
    assert (found["cidsignalling"], found["cidstart"]) == (signalling, begins)
    assert "usecallerid" not in found


def test_a_line_without_callers_numbers_waits_for_none() -> None:
    found = told('caller_id = "none"')
    assert found["usecallerid"] == "no"
    assert "cidsignalling" not in found


@pytest.mark.parametrize(
    ("settings", "answer", "hangup"),
    [
        ("", "no", "no"),
        ("answer_on_polarity = true", "yes", "no"),
        ("hangup_on_polarity = true", "no", "yes"),
        ("answer_on_polarity = true\nhangup_on_polarity = true", "yes", "yes"),
    ],
)
def test_a_reversal_means_what_the_exchange_means_by_it(settings: str, answer: str, hangup: str) -> None:
    found = told(settings)
    assert (found["answeronpolarityswitch"], found["hanguponpolarityswitch"]) == (answer, hangup)


@pytest.mark.parametrize("country", countries())
def test_a_line_has_the_ways_of_its_country(country: str) -> None:
    land, found = countries()[country], told(country=country)
    assert found["cidsignalling"] == {"fsk": "bell", "v23": "v23", "v23-jp": "v23_jp", "dtmf": "dtmf"}[land.caller_id]
    on, off = land.busy
    assert found["busypattern"] == f"{on + 20},{off - 20}"
    assert found["busycount"] == str(land.busy_count)


def test_a_line_whose_end_is_told_by_a_reversal_needs_no_busy_tone() -> None:
    found = told("busy_detect = false\nhangup_on_polarity = true")
    assert found["busydetect"] == "no"
    assert "busypattern" not in found


@pytest.mark.parametrize("sent", ["fsk", "dtmf"])
def test_a_telephone_is_told_the_number_as_it_can_read_it(sent: str) -> None:
    found = told(f'caller_id = "{sent}"', position=3, use="phone")
    assert found["cidsignalling"] == {"fsk": "bell", "dtmf": "dtmf"}[sent]
    assert "answeronpolarityswitch" not in found
