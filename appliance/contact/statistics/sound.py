"""How calls sounded, from what each leg told at its end; only legs that have a score count."""

from appliance.contact.statistics.model import Fact
from appliance.contact.statistics.tally import Tally

POOR = 3.6
"""Below this many people are dissatisfied (ITU-T G.107, annex B: R = 70)."""


def heard(subject: str, name: str, fact: Fact, tally: Tally) -> None:
    """A leg of that trunk or agent is over; scores are summed in hundredths."""
    score = (fact.data.get("audio") or {}).get("mos")
    if score is None or not name:
        return
    tally.add(subject, name, fact.at, "scored")
    tally.add(subject, name, fact.at, "mos_sum", round(100 * score))
    if score < POOR:
        tally.add(subject, name, fact.at, "poor")
