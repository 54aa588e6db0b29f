"""Everything that can be wrong with a site's lines is told, by a code with texts in both languages."""

import re
from pathlib import Path

import pytest

from appliance.errors import LANGUAGES, explain
from dahdi_conf.problem import Problem
from tests.unit.dahdi_conf.layouts import site

CARDS = """
== hardware
card 1TE435F0003 wcte43x at=PCI_Bus_05_Slot_01
  1 E1 both crc4
  2 E1 both crc4
card 1B433F00008 wcb4xxp at=PCI_Bus_04_Slot_05
  1 BRI te
card 1A8B00F0007 wcaxx at=PCI_Bus_06_Slot_01
  1 analog FXO FXO FXS -
card 1E100P00001 wct1xxp at=PCI_Bus_07_Slot_01
  1 E1
card slot:pci0000:00/1c.0/00.0 wcte13xp state=no_driver
== intent
"""
QUIET = """
[spans."1TE435F0003#2"]
[spans."1B433F00008#1"]
[spans."1E100P00001#1"]
"""
E1 = QUIET + '[spans."1TE435F0003#1"]\nsignalling = "pri"\n'
TWO = E1.replace('[spans."1TE435F0003#2"]', '[spans."1TE435F0003#2"]\nsignalling = "pri"')
R2 = E1.replace('"pri"', '"mfcr2"\nnumbers = ["61230000-61230099"]') + "r2.dnis_digits = 8\n"
EM = E1.replace('"pri"', '"em"')
SS7 = E1.replace('"pri"', '"ss7"') + 'ss7 = { own_point = "1101", adjacent_point = "1-5-3" }\n'
BRI = (
    QUIET.replace('[spans."1B433F00008#1"]', '[spans."1TE435F0003#1"]')
    + '[spans."1B433F00008#1"]\nsignalling = "bri"\n'
)
LINE = E1 + '[ports."1A8B00F0007#1/1"]\nuse = "line"\nnumber = "02161231001"\n'
PHONE = E1 + '[ports."1A8B00F0007#1/3"]\nuse = "phone"\nnumber = "8101"\n'
PINS = """
[pins]
"1TE435F0003#1" = { number = 1, base = 1, channels = 31 }
"1TE435F0003#2" = { number = 2, base = 32, channels = 31 }
"""

FINE = {
    "a line": E1,
    "two": TWO,
    "r2": R2,
    "r2 with crc4": R2 + "crc4 = true",
    "em": EM,
    "em on T1": EM + 'mode = "T1"\nslots = "14-18"\nem.start = "wink"',
    "ss7": SS7,
    "bri": BRI,
    "line": LINE,
    "phone": PHONE,
    "pins": TWO + PINS,
}


def primary(both: str) -> str:
    return both.replace('signalling = "pri"', 'signalling = "pri"\nclock = "primary"')


WRONG = [
    # what is wanted, the code, where
    (E1.replace('"pri"', '"pri'), "lines-document-syntax", ""),
    ('country = "atlantis"' + E1, "lines-country-unknown", "country"),
    ('echo_canceller = "magic"' + E1, "lines-echo-unknown", "echo_canceller"),
    ('echo_canceller = "oslec"' + E1, "lines-echo-unknown", "echo_canceller"),
    ('impedance = "MOON"' + E1, "lines-impedance-unknown", "impedance"),
    ("colour = 1" + E1, "lines-field-unknown", "colour"),
    ("spans = 3", "lines-field-wrong", "spans"),
    (E1 + "colour = 1", "lines-field-unknown", "spans.1TE435F0003#1.colour"),
    (E1 + 'isdn.colour = "x"', "lines-field-unknown", "spans.1TE435F0003#1.isdn.colour"),
    (E1 + 'crc4 = "yes"', "lines-field-wrong", "spans.1TE435F0003#1.crc4"),
    (E1 + 'group = "1"', "lines-field-wrong", "spans.1TE435F0003#1.group"),
    (E1 + "group = true", "lines-field-wrong", "spans.1TE435F0003#1.group"),
    (E1 + 'clock = "second"', "lines-field-wrong", "spans.1TE435F0003#1.clock"),
    (E1 + 'numbers = "02161230000"', "lines-field-wrong", "spans.1TE435F0003#1.numbers"),
    (E1 + "group = 64", "lines-value-range", "spans.1TE435F0003#1.group"),
    (E1 + "build_out = 8", "lines-value-range", "spans.1TE435F0003#1.build_out"),
    (E1 + 'name = "a;b"', "lines-name-invalid", "spans.1TE435F0003#1.name"),
    (E1 + 'name = "a\\nb"', "lines-name-invalid", "spans.1TE435F0003#1.name"),
    (E1 + 'isdn.national_prefix = "zero"', "lines-prefix-invalid", "spans.1TE435F0003#1.isdn.national_prefix"),
    # is the line there
    (E1 + '[spans."1TE133F0009#1"]', "lines-card-gone", "spans.1TE133F0009#1"),
    (E1 + '[spans."1TE435F0003#3"]', "lines-span-gone", "spans.1TE435F0003#3"),
    (E1 + '[spans."slot:pci0000:00/1c.0/00.0#1"]', "lines-card-not-ready", "spans.slot:pci0000:00/1c.0/00.0#1"),
    (E1.replace('[spans."1B433F00008#1"]', ""), "lines-span-unmentioned", "spans.1B433F00008#1"),
    # can it be signalled so
    (BRI.replace('"bri"', '"pri"'), "lines-signalling-mismatch", "spans.1B433F00008#1.signalling"),
    (E1.replace('"pri"', '"bri"'), "lines-signalling-mismatch", "spans.1TE435F0003#1.signalling"),
    (R2 + 'mode = "T1"', "lines-signalling-mismatch", "spans.1TE435F0003#1.signalling"),
    (E1 + 'mode = "J1"', "lines-mode-impossible", "spans.1TE435F0003#1.mode"),
    (BRI + 'mode = "E1"', "lines-mode-impossible", "spans.1B433F00008#1.mode"),
    (EM + 'mode = "T1"\ncrc4 = true', "lines-crc4-without-e1", "spans.1TE435F0003#1.crc4"),
    (EM + 'slots = "15-17"', "lines-slot-signals", "spans.1TE435F0003#1.slots"),
    (EM + 'mode = "T1"\nslots = "20-25"', "lines-slots-invalid", "spans.1TE435F0003#1.slots"),
    (EM + 'em.start = "wink"', "lines-em-wink", "spans.1TE435F0003#1.em.start"),
    (EM + 'em.start = "soon"', "lines-field-wrong", "spans.1TE435F0003#1.em.start"),
    (BRI.replace('"bri"', '"em"'), "lines-signalling-mismatch", "spans.1B433F00008#1.signalling"),
    (E1 + 'mode = "T1"\ncrc4 = true', "lines-crc4-without-e1", "spans.1TE435F0003#1.crc4"),
    (
        E1.replace('[spans."1E100P00001#1"]', '[spans."1E100P00001#1"]\nsignalling = "pri"\ncrc4 = true'),
        "lines-crc4-unable",
        "spans.1E100P00001#1.crc4",
    ),
    (E1 + 'law = "mulaw"', "lines-law-mismatch", "spans.1TE435F0003#1.law"),
    (E1 + 'mode = "T1"\nlaw = "alaw"', "lines-law-mismatch", "spans.1TE435F0003#1.law"),
    (E1 + 'slots = "1-15,17-32"', "lines-slots-invalid", "spans.1TE435F0003#1.slots"),
    (E1 + 'slots = "15-1"', "lines-slots-invalid", "spans.1TE435F0003#1.slots"),
    (E1 + 'slots = "1-10,8-12"', "lines-slots-overlap", "spans.1TE435F0003#1.slots"),
    (E1 + 'slots = "1-31"', "lines-slot-signals", "spans.1TE435F0003#1.slots"),
    (R2 + 'slots = "16-20"', "lines-slot-signals", "spans.1TE435F0003#1.slots"),
    (E1 + "isdn.d_channel = 24", "lines-d-channel-slot", "spans.1TE435F0003#1.isdn.d_channel"),
    (E1 + 'mode = "T1"\nisdn.d_channel = 16', "lines-d-channel-slot", "spans.1TE435F0003#1.isdn.d_channel"),
    (E1 + "isdn.multipoint = true", "lines-multipoint", "spans.1TE435F0003#1.isdn.multipoint"),
    (BRI + 'isdn.side = "net"', "lines-side-fixed", "spans.1B433F00008#1.isdn.side"),
    (E1 + 'isdn.side = "net"', "lines-side-unusual", "spans.1TE435F0003#1.isdn.side"),
    (R2 + 'r2.variant = "xx"', "lines-r2-variant-unknown", "spans.1TE435F0003#1.r2.variant"),
    (R2 + 'r2.idle_bits = "12"', "lines-r2-bits-invalid", "spans.1TE435F0003#1.r2.idle_bits"),
    (R2.replace("digits = 8", "digits = 0"), "lines-value-range", "spans.1TE435F0003#1.r2.dnis_digits"),
    (R2.replace("digits = 8", "digits = 12"), "lines-r2-dnis-length", "spans.1TE435F0003#1.r2.dnis_digits"),
    (SS7.replace("1-5-3", "1-256-3"), "lines-ss7-point-invalid", "spans.1TE435F0003#1.ss7.adjacent_point"),
    (SS7.replace("1-5-3", ""), "lines-ss7-point-invalid", "spans.1TE435F0003#1.ss7.adjacent_point"),
    (SS7.replace("1-5-3", "16384"), "lines-ss7-point-invalid", "spans.1TE435F0003#1.ss7.adjacent_point"),
    (SS7.replace("1-5-3", "1101"), "lines-ss7-point-same", "spans.1TE435F0003#1.ss7.own_point"),
    (SS7.replace("{ ", "{ link_slot = 32, "), "lines-value-range", "spans.1TE435F0003#1.ss7.link_slot"),
    # the clock
    (primary(TWO), "lines-clock-primaries", "spans.1TE435F0003#2.clock"),
    (E1 + 'clock = "give"', "lines-clock-none", "spans.1TE435F0003#1.clock"),
    (E1 + 'peer = "pbx"\nclock = "take"', "lines-clock-from-pbx", "spans.1TE435F0003#1.clock"),
    # analog ports
    (LINE.replace("#1/1", "#1/9"), "lines-port-unknown", "ports.1A8B00F0007#1/9"),
    (LINE.replace("#1/1", "#1/4"), "lines-port-empty", "ports.1A8B00F0007#1/4.use"),
    (LINE.replace("#1/1", "#1/3"), "lines-port-mismatch", "ports.1A8B00F0007#1/3.use"),
    (PHONE.replace("#1/3", "#1/1"), "lines-port-mismatch", "ports.1A8B00F0007#1/1.use"),
    (LINE.replace("#1/1", "#2/1"), "lines-span-gone", "ports.1A8B00F0007#2/1"),
    (LINE.replace("1A8B00F0007", "1A8B00F0099"), "lines-card-gone", "ports.1A8B00F0099#1/1"),
    (LINE + "rx_gain = 30", "lines-value-range", "ports.1A8B00F0007#1/1.rx_gain"),
    (LINE + "busy_count = 1", "lines-value-range", "ports.1A8B00F0007#1/1.busy_count"),
    (LINE + 'busy_tone = "350"', "lines-busy-tone-invalid", "ports.1A8B00F0007#1/1.busy_tone"),
    (
        LINE + 'caller_id = "v23"\ncaller_id_start = "before"',
        "lines-caller-id-start",
        "ports.1A8B00F0007#1/1.caller_id_start",
    ),
    (PHONE + "hangup_on_polarity = true", "lines-polarity-phone", "ports.1A8B00F0007#1/3"),
    # numbers and groups
    (LINE.replace('"02161231001"', '""'), "lines-number-invalid", "ports.1A8B00F0007#1/1.number"),
    (LINE.replace('"02161231001"', '"10-20"'), "lines-number-invalid", "ports.1A8B00F0007#1/1.number"),
    (E1 + 'numbers = ["12 34"]', "lines-number-invalid", "spans.1TE435F0003#1.numbers"),
    (E1 + 'numbers = ["20-10"]', "lines-number-invalid", "spans.1TE435F0003#1.numbers"),
    (E1 + 'numbers = ["100-20"]', "lines-number-invalid", "spans.1TE435F0003#1.numbers"),
    (E1 + 'numbers = ["0210000000-0219999999"]', "lines-number-invalid", "spans.1TE435F0003#1.numbers"),
    (
        TWO.replace("pri", 'pri"\ngroup = 5\nnumbers = ["02161230050"]\nname="', 1)
        + 'numbers = ["02161230000-02161230099"]',
        "lines-number-twice",
        "spans.1TE435F0003#2.numbers",
    ),
    (LINE + "group = 1", "lines-group-mixed", "ports.1A8B00F0007#1/1.group"),
    (TWO + 'peer = "pbx"\ngroup = 1', "lines-group-mixed", "spans.1TE435F0003#2.group"),
    # kept numbers
    (TWO + PINS.replace("base = 32", "base = 31"), "lines-channels-overlap", "pins.1TE435F0003#2"),
    (TWO + PINS.replace("number = 2", "number = 1"), "lines-pin-number-twice", "pins.1TE435F0003#2"),
    (TWO + PINS.replace("number = 1", "number = 3"), "lines-pin-order", "pins.1TE435F0003#1"),
    (TWO + PINS.replace("number = 2", "number = 128"), "lines-pin-range", "pins.1TE435F0003#2"),
    (TWO + PINS.replace("base = 32", "base = 1000"), "lines-pin-range", "pins.1TE435F0003#2"),
    (TWO + PINS.replace("channels = 31", "channels = 24"), "lines-pin-size", "pins.1TE435F0003#2"),
    (TWO + PINS.replace(", channels = 31", ""), "lines-field-missing", "pins.1TE435F0003#1.channels"),
    (TWO + PINS.replace("number = 2", 'number = "2"'), "lines-field-wrong", "pins.1TE435F0003#2.number"),
]
HINTS = {
    "lines-card-gone",
    "lines-span-gone",
    "lines-card-not-ready",
    "lines-span-unmentioned",
    "lines-port-empty",
    "lines-side-unusual",
    "lines-clock-none",
    "lines-clock-from-pbx",
    "lines-number-twice",
    "lines-r2-dnis-length",
}
"""What is said and does not stop the rest."""


@pytest.mark.parametrize("name", FINE)
def test_what_is_right_is_not_complained_of(name: str) -> None:
    assert site(CARDS + FINE[name]).problems == ()


@pytest.mark.parametrize(("wanted", "code", "where"), WRONG)
def test_what_is_wrong_is_told(wanted: str, code: str, where: str) -> None:
    found = [item for item in site(CARDS + wanted).problems if (item.code, item.where) == (code, where)]
    assert found, [(item.code, item.where) for item in site(CARDS + wanted).problems]
    assert found[0].blocks == (code not in HINTS)


@pytest.mark.parametrize(("wanted", "code", "where"), WRONG)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_explained_in_full(wanted: str, code: str, where: str, language: str) -> None:
    for problem in site(CARDS + wanted).problems:
        said = explained(problem, language)
        assert problem.code not in said
        assert "{" not in said.replace("{ ", "")


def test_all_problems_are_told_at_once() -> None:
    wrong = 'country = "atlantis"\n' + primary(TWO) + "crc4 = 1\nisdn.d_channel = 15\ngroup = 99\n"
    codes = {problem.code for problem in site(CARDS + wrong).problems}
    assert codes >= {
        "lines-country-unknown",
        "lines-clock-primaries",
        "lines-field-wrong",
        "lines-d-channel-slot",
        "lines-value-range",
    }


def test_two_cards_that_dahdi_cannot_tell_apart() -> None:
    twins = "== hardware\n" + "".join(
        f"card slot:pci0000:00/{slot}/00.0 wct4xxp at=Board_ID_Switch_0\n  1 E1 both\n" for slot in ("1c.0", "1c.1")
    )
    codes = {problem.code for problem in site(twins).problems}
    assert "lines-cards-alike" in codes


def test_every_code_has_its_case() -> None:
    files = list((Path(__file__).parents[3] / "dahdi_conf").rglob("*.py"))
    named = {code for file in files for code in re.findall(r'"(lines-[a-z0-9-]+)"', file.read_text("utf-8"))}
    assert named == {code for _, code, _ in WRONG} | {"lines-cards-alike"}


def explained(problem: Problem, language: str) -> str:
    sentence = explain(problem.code, {**problem.details, "where": problem.where}, language)
    assert sentence.what
    assert sentence.next
    return " ".join((sentence.what, sentence.why, sentence.next))
