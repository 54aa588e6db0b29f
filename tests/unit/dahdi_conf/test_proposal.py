"""Three answers are a whole intent, which plans without a problem."""

import pytest

from tests.unit.dahdi_conf.layouts import Site, site

FOUND = """== hardware
card 1TE435F0003 wcte43x at=A
  1 E1 both crc4
  2 E1 both crc4
card 1B433F00008 wcb4xxp at=B
  1 BRI te
  2 BRI nt
card 1A4B00F0009 wcaxx at=C
  1 analog FXO FXO FXS FXS
"""
ANALOG = "== hardware\n" + FOUND.partition("card 1B4")[2].partition("nt\n")[2]


def lines(one: Site) -> str:
    spans = [f"{line.identity} {line.settings.signalling.value} {line.timing}" for line in one.plan.spans]
    ports = [f"{port.identity} {port.settings.use.value} {port.settings.number}" for port in one.plan.ports]
    return "\n".join([*spans, *ports])


@pytest.mark.parametrize(
    "answers", ["cn pri 02161230000-02161230099", "cn mfcr2 61230000-61230099", "us pri 2125550100"]
)
def test_what_is_proposed_has_no_problem(answers: str) -> None:
    assert site(f"{FOUND}== answers {answers}\n").problems == ()


def test_digital_lines_have_the_numbers_and_telephones_their_own() -> None:
    assert lines(site(f"{FOUND}== answers cn pri 02161230000-02161230099\n")).splitlines() == [
        "1TE435F0003#1 pri 1",
        "1TE435F0003#2 pri 2",
        "1B433F00008#1 bri 3",
        "1B433F00008#2 bri 0",
        "1A4B00F0009#1/3 phone 8101",
        "1A4B00F0009#1/4 phone 8102",
    ]


def test_without_digital_lines_each_analog_line_has_a_number() -> None:
    assert lines(site(f"{ANALOG}== answers cn pri 02161231001\n")).splitlines() == [
        "1A4B00F0009#1/1 line 02161231001",
        "1A4B00F0009#1/3 phone 8101",
        "1A4B00F0009#1/4 phone 8102",
    ]


def test_a_range_gives_each_analog_line_one() -> None:
    numbers = [port.settings.number for port in site(f"{ANALOG}== answers cn pri 02161231009-02161231099\n").plan.ports]
    assert numbers == ["02161231009", "02161231010", "8101", "8102"]
    numbers = [port.settings.number for port in site(f"{ANALOG}== answers cn pri +861001 x\n").plan.ports]
    assert numbers == ["+861001", "x", "8101", "8102"]


def test_r2_asks_for_the_digits_that_the_numbers_have() -> None:
    one = site(f"{FOUND}== answers cn mfcr2 61230000-61230099\n")
    assert one.plan.spans[0].settings.r2.dnis_digits == 8
    assert one.plan.spans[0].settings.r2.variant == "cn"


def test_ss7_says_what_the_paper_must_still_tell() -> None:
    codes = {problem.code for problem in site(f"{FOUND}== answers cn ss7 02161230000\n").problems}
    assert codes == {"lines-ss7-point-invalid"}
