"""What ways out come to, told as tables and counted from the ledger they leave: trunks, routes and groups."""

from collections.abc import Mapping
from dataclasses import replace

from appliance.contact.routes.model import Group, Member, Route
from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.definitions import worked_out
from appliance.contact.statistics.model import Fact, Open
from appliance.contact.statistics.periods import milliseconds
from appliance.contact.statistics.tally import Tally
from appliance.events import Event
from tests.scenarios.route_sites import A, B, site
from tests.scenarios.stage import Stage
from tests.scenarios.table import play

BOTH = {"both": Group("both", (Member("a"), Member("b")))}
PAID = Route("mobiles", ("mobile",), ("both",), cost=0.2)


def figures(stage: Stage) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """All quarters together."""
    counting = Counting(Open(), Tally())
    counting.take(_fact(number, event) for number, event in enumerate(stage.written.ledger))
    assert not counting.unread
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (subject, name, _), counts in counting.tally.rows.items():
        of = found.setdefault((subject, name), {})
        for figure, value in counts.items():
            of[figure] = of.get(figure, 0) + value
    return found


def _fact(number: int, event: Event) -> Fact:
    contact, leg = (identity.hex if identity else "" for identity in (event.contact, event.leg))
    return Fact(number, event.kind, milliseconds(event.at), contact, leg, event.data)


def test_a_call_that_goes_over_to_the_second_trunk_counts_on_each_as_it_was() -> None:
    table = """
        12:00:00 dials p1 i1 13800001111
                 < ringing-tone i1
                 < ring-out a1 13800001111@a
        12:00:01 gone a1 34
                 < ring-out a2 13800001111@b
        12:00:10 answers a2
        12:02:11 gone a2
        12:02:11 gone i1
        12:03:00 dials p1 i2 13800001112
        12:03:05 gone a3 17
        12:03:05 gone i2
    """
    counted = figures(play(table, site(PAID, groups=BOTH)))
    first, second = counted["trunk", "a"], counted["trunk", "b"]
    assert {name: first.get(name, 0) for name in ("placed", "answered", "cause:34", "cause:17")} == {
        "placed": 2,
        "answered": 0,
        "cause:34": 1,
        "cause:17": 1,
    }
    assert (second["placed"], second["answered"], second["talked_ms"]) == (1, 1, 121_000)
    assert second["cost_thousandths"] == 600, "three minutes have been started"
    for subject, name in (("route", "mobiles"), ("trunk-group", "both")):
        whole = counted[subject, name]
        assert (whole["placed"], whole["answered"], whole["talked_ms"]) == (3, 1, 121_000)
        told = worked_out(subject, whole, 900_000)
        assert (told["asr"], told["acd_s"], told["cost"], told["minutes"]) == (33.333, 121.0, 0.6, 2.017)


def test_without_routes_only_trunks_have_figures() -> None:
    counted = figures(play("12:00:00 dials p1 i1 13800001111", site()))
    assert counted["trunk", "a"]["placed"] == 1
    assert not [subject for subject, _ in counted if subject in ("route", "trunk-group")]


ONE = replace(A, most=1)


def test_a_trunk_is_full_from_its_last_line_taken_to_the_first_one_free_over_a_kill_too() -> None:
    table = """
        12:00:00 dials p1 i1 13800001111
        12:10:00 restart i1:ringing a1:ringing
                 = none
        12:20:00 gone i1
        12:20:00 gone a1
        12:30:00 dials p1 i2 13800001111
        12:31:00 gone i2
        12:31:00 gone a2
    """
    stage = play(table, site(trunks=[ONE, B]))
    told = [
        (event.kind, event.at.strftime("%H:%M")) for event in stage.written.ledger if event.kind.startswith("trunk.")
    ]
    assert told == [
        ("trunk.full", "12:00"),
        ("trunk.room", "12:20"),
        ("trunk.full", "12:30"),
        ("trunk.room", "12:31"),
    ]
    assert figures(stage)["trunk", "a"]["full_ms"] == 21 * 60_000


def test_calls_in_take_lines_too_and_a_trunk_without_a_most_is_never_full() -> None:
    carrier = replace(A, name="carrier", most=1)
    stage = play("12:00:00 inbound c1\n12:01:00 gone c1", site(trunks=[carrier, B]))
    assert figures(stage)["trunk", "carrier"]["full_ms"] == 60_000
    stage = play("12:00:00 inbound c1\n12:01:00 gone c1", site(trunks=[replace(carrier, most=0)]))
    assert "full_ms" not in figures(stage)["trunk", "carrier"]
