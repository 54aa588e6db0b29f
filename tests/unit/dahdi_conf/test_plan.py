"""Numbers that stay, clocks in order, replacements, and which echo canceller: the decisions, one by one."""

from dataclasses import replace

import pytest

from dahdi_conf.clock import Source, order
from dahdi_conf.intent import Clock, Intent, Pin, SpanIntent
from dahdi_conf.model import Bus, Card
from dahdi_conf.numbering import Numbered, pin
from dahdi_conf.plan import moved, pinned, plan, software_canceller
from dahdi_conf.render import render
from dahdi_conf.render.kernel import keys
from tests.unit.dahdi_conf.layouts import hardware, site

ONE, TWO, NEW = "1TE133F0001", "1TE235F0004", "1TE133F0777"
FIRST = f"card {ONE} wcte13xp at=A\n  1 E1 both crc4\n"
SECOND = f"card {TWO} wcte43x at=B\n  1 E1 both crc4\n  2 E1 both crc4\n"
ANALOG = "card 0A4B00F0001 wcaxx at=C\n  1 analog FXO FXO FXS -\n"

NUMBERS = [
    # what is there, pins before -> pins after
    ("a:31 b:31", "", "a=1:1 b=2:32"),
    ("a:31 b:24 c:31", "", "a=1:1 b=2:32 c=3:56"),
    ("a:31 b:31 new:31", "a=1:1:31 b=2:32:31", "a=1:1 b=2:32 new=3:63"),
    ("new:31 b:31", "a=1:1:31 b=2:32:31", "a=1:1 b=2:32 new=3:63"),
    ("b:31", "a=1:1:31 b=2:32:31", "a=1:1 b=2:32"),
    ("", "a=1:1:31 b=2:32:31", "a=1:1 b=2:32"),
    ("new:4", "b=5:125:31", "b=5:125 new=6:156"),
    ("a:31@2:32 b:31@1:1", "", "b=1:1 a=2:32"),
    ("a:31@1:1 b:31@1:1", "", "a=1:1 b=2:32"),
    ("a:31@3:63 b:31", "", "a=3:63 b=4:94"),
    ("a:31@3:63", "b=1:1:90", "b=1:1 a=2:91"),
    ("a:31@9:40", "b=1:1:31 c=20:200:31", "b=1:1 a=9:40 c=20:200"),
    ("a:31@9:40", "b=1:1:31 c=9:200:31", "b=1:1 c=9:200 a=10:231"),
    ("a:0", "", ""),
]


@pytest.mark.parametrize(("there", "before", "after"), NUMBERS)
def test_numbers_stay_and_new_ones_come_after(there: str, before: str, after: str) -> None:
    pins = {name: Pin(*map(int, kept.split(":"))) for name, kept in (word.split("=") for word in before.split())}
    found = pin(map(numbered, there.split()), pins)
    assert " ".join(f"{name}={one.number}:{one.base}" for name, one in found.items()) == after


def numbered(word: str) -> Numbered:
    name, _, rest = word.partition(":")
    size, _, now = rest.partition("@")
    number, _, base = now.partition(":")
    return Numbered(name, int(size), int(number) if now else None, int(base) if now else None)


CLOCKS = [
    # number and wish of each line (b: a BRI) -> their timings
    ("1:take 2:take 3:give", "1 2 0"),
    ("1:take 2:primary 3:take", "2 1 3"),
    ("1b:take 2:take", "2 1"),
    ("1b:primary 2:take", "1 2"),
    ("1:give 2:give", "0 0"),
    ("3:take 1:take", "2 1"),
    ("", ""),
]


@pytest.mark.parametrize(("lines", "timings"), CLOCKS)
def test_one_line_keeps_the_clock_and_others_step_in(lines: str, timings: str) -> None:
    words = [word.split(":") for word in lines.split()]
    sources = [Source(name, int(name.strip("b")), Clock(wish), name.endswith("b")) for name, wish in words]
    found = order(sources)
    assert " ".join(str(found.get(one.identity, 0)) for one in sources) == timings


@pytest.mark.parametrize("later", [SECOND + FIRST, ANALOG + FIRST + SECOND, SECOND.replace("at=B", "at=Z") + FIRST])
def test_a_card_that_moves_or_comes_leaves_the_files_of_the_others_alone(later: str) -> None:
    intent = Intent(spans={f"{name}#1": SpanIntent() for name in (ONE, TWO)})
    intent = pinned(intent, plan(hardware(FIRST + SECOND), intent))
    again = plan(hardware(later), intent)
    for identity in (f"{ONE}#1", f"{TWO}#1", f"{TWO}#2"):
        assert again.pins[identity] == intent.pins[identity]


def test_a_card_that_is_away_takes_its_numbers_up_again() -> None:
    both = site(f"== hardware\n{FIRST}{SECOND}== answers cn pri 02161230000-02161230099\n")
    intent = pinned(both.intent, both.plan)
    away = plan(hardware(SECOND), intent)
    assert [(line.identity, line.pin.number, line.timing) for line in away.spans] == [
        (f"{TWO}#1", 2, 1),
        (f"{TWO}#2", 3, 2),
    ]
    assert render(plan(both.hardware, pinned(intent, away))) == render(both.plan)


def test_a_replacement_takes_numbers_and_settings_over() -> None:
    old = site(f"== hardware\n{FIRST}{SECOND}== answers cn pri 02161230000-02161230099\n")
    intent = moved(pinned(old.intent, old.plan), ONE, NEW)
    new = plan(hardware(FIRST.replace(ONE, NEW) + SECOND), intent)
    before, after = (render(one)["dahdi/system.conf"].partition("\n\n")[2] for one in (old.plan, new))
    assert after == before.replace(ONE, NEW)
    assert intent.pins.keys() == {f"{NEW}#1", f"{TWO}#1", f"{TWO}#2"}


@pytest.mark.parametrize(
    ("wish", "there", "chosen"),
    [
        ("auto", {"oslec", "mg2", "kb1"}, "oslec"),
        ("auto", {"mg2", "kb1"}, "mg2"),
        ("auto", set(), ""),
        ("none", {"mg2"}, ""),
        ("kb1", {"mg2", "kb1"}, "kb1"),
    ],
)
def test_the_best_echo_canceller_there_is(wish: str, there: set[str], chosen: str) -> None:
    assert software_canceller(wish, there) == chosen


def test_a_card_that_cancels_echo_itself_has_no_software_for_it() -> None:
    text = f"== hardware\n{FIRST}{SECOND.replace('at=B', 'at=B ec=VPMOCT128')}== answers cn pri 02161230000\n"
    assert [line.echo for line in site(text).plan.spans] == ["mg2", "", ""]


def test_a_line_that_could_be_t1_is_set_to_the_countrys() -> None:
    for country, kind, channels in (("cn", "E1", 31), ("us", "T1", 24)):
        found = site(f"== hardware\n{FIRST}== answers {country} pri 02161230000\n").plan
        assert [line.kind.value for line in found.spans] == [kind]
        assert found.pins[f"{ONE}#1"].channels == channels


def test_present_numbers_count_only_while_the_size_is_right() -> None:
    still = hardware(FIRST.replace("E1 both", "T1 both now=7:200"))
    assert plan(still, Intent()).pins[f"{ONE}#1"] == Pin(1, 1, 31)
    assert plan(still, replace(Intent(), country="us")).pins[f"{ONE}#1"] == Pin(7, 200, 24)


def test_cards_with_the_same_number_are_known_by_their_places() -> None:
    copy, twin, own = (Card(f"c{place}", "", Bus.PCI, "", "", location=f"PCI Bus {place}") for place in range(3))
    cards = (replace(copy, hardware_id="COPY"), replace(twin, hardware_id="COPY"), replace(own, hardware_id="A!b c"))
    assert keys(cards) == {"c0": "@PCI_Bus_0", "c1": "@PCI_Bus_1", "c2": "A/b_c"}
    assert keys([replace(copy, location="")]) == {}
