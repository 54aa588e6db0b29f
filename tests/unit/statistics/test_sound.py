"""How the calls of trunks and agents sounded, counted from the facts of their legs."""

from typing import Any

from appliance.contact.statistics.counting import Counting
from appliance.contact.statistics.definitions import worked_out
from appliance.contact.statistics.model import QUARTER, Fact, Open
from appliance.contact.statistics.tally import Tally

CALL = {"direction": "inbound", "dialled": "400", "caller": "139", "trunk": "telecom"}


def leg(role: str, agent: str = "") -> dict[str, Any]:
    return {"role": role, "channel": "c", "node": "box", "phone": "", "agent": agent}


def over(mos: float | None) -> dict[str, Any]:
    return {"cause": 16, "by": "caller"} | ({"audio": {"medium": "rtp", "mos": mos}} if mos else {})


def counted(*scores: tuple[float | None, float | None]) -> dict[tuple[str, str, int], dict[str, int]]:
    """Calls of one caller and one agent each, with the scores of the two legs."""
    counting = Counting(Open(), Tally())
    for number, (caller, agent) in enumerate(scores):
        facts = (
            ("contact.opened", "", CALL),
            ("leg.opened", "c", leg("caller")),
            ("leg.opened", "a", leg("agent", "8001")),
            ("leg.ended", "a", over(agent)),
            ("leg.ended", "c", over(caller)),
        )
        counting.take(Fact(seq, kind, 1000, str(number), which, data) for seq, (kind, which, data) in enumerate(facts))
    assert not counting.unread
    return counting.tally.rows


def test_trunks_and_agents_have_the_mean_of_their_legs() -> None:
    rows = counted((4.41, 4.0), (2.5, None), (None, None))
    trunk, agent = rows["trunk", "telecom", 0], rows["agent", "8001", 0]
    assert (trunk["scored"], trunk["mos_sum"], trunk["poor"]) == (2, 691, 1)
    assert worked_out("trunk", trunk, QUARTER)["mos"] == 3.455
    assert (agent["scored"], agent.get("poor", 0)) == (1, 0)
    assert worked_out("agent", agent, QUARTER)["mos"] == 4.0


def test_legs_without_a_score_count_nowhere() -> None:
    rows = counted((None, None))
    assert "scored" not in rows["trunk", "telecom", 0]
    assert worked_out("trunk", rows["trunk", "telecom", 0], QUARTER)["mos"] is None
