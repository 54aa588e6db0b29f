"""`python -m appliance.daemons.jobs.simulating`: one run, asked for on standard input and answered on standard output.

A process of its own, so that nothing else of the box waits for it, and it can be ended at any moment.
"""

import json
import os
import sys
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from appliance.contact.acd.repository import Queues
from appliance.contact.acd.simulation import replay
from appliance.contact.acd.simulation.document import parse, parse_rules
from appliance.contact.acd.simulation.machine import simulate
from appliance.contact.acd.simulation.report import report, rows
from appliance.contact.agents.repository import People
from appliance.contact.ledger.repository import LedgerRepository
from appliance.store.documents import Documents
from appliance.store.engine import open_engine

PAGE = 5000
POLITE = 10


def answer(job: Mapping[str, Any]) -> dict[str, Any]:
    """The result of a job, checked before by whoever asks."""
    if "day" not in job:
        return report(parse(job["document"], job["seed"]))
    midnight = datetime.combine(date.fromisoformat(job["day"]), time(), ZoneInfo(job["zone"]))
    return _replay(open_engine(job["database"]), midnight, job["rules"], job["seed"])


def _replay(database: Engine, midnight: datetime, rules: Mapping[str, Any], seed: int | None) -> dict[str, Any]:
    """The day as it was, simulated under its own rules, and under others; empty when there is nothing to replay."""
    documents = Documents(database)
    queues, people = Queues(documents).all(), People(documents).all()
    seen = replay.read(_events(LedgerRepository(database), midnight), midnight, queues)
    if not seen.visits:
        return {}
    staff, chosen = replay.staff(seen, people), seed or 1
    changed, groups = parse_rules(rules, queues)
    as_it_was = simulate(replay.plan(seen, queues, staff, 0, chosen))
    under_rules = simulate(replay.plan(seen, changed, groups or staff, int(rules.get("lines", 0)), chosen))
    return {
        "day": midnight.date().isoformat(),
        "calls": len(seen.visits),
        "agents": len(staff),
        "seen": rows(replay.counts(seen, queues), queues),
        "replayed": rows({name: count for name, count in as_it_was.queues.items() if count.offered}, queues),
        "changed": rows({name: count for name, count in under_rules.queues.items() if count.offered}, changed),
    }


def _events(ledger: LedgerRepository, midnight: datetime) -> Any:
    after, until = 0, midnight + timedelta(days=1)
    while page := ledger.read(after, PAGE, since=midnight, until=until, kinds=replay.KINDS):
        yield from (entry.event for entry in page)
        after = page[-1].seq


if __name__ == "__main__":
    os.nice(POLITE)
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
