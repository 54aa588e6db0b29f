"""Agents, by command."""

from pathlib import Path
from typing import Any

from appliance.daemons.engine.commands import agents
from appliance.store.documents import Documents
from tests.unit.engine.commanded import NOON, Commanded


def test_an_agent_is_shown_with_the_queues_whose_callers_may_come(tmp_path: Path) -> None:
    made = Commanded(tmp_path, agents.handlers)
    documents: list[tuple[str, str, dict[str, Any]]] = [
        ("queue", "sales", {"title": "Sales", "skills": {"tea": 3}}),
        ("queue", "support", {"title": "Support"}),
        ("queue", "coffee", {"title": "Coffee", "skills": {"coffee": 1}}),
        ("agent", "8001", {"name": "Li Na", "queues": ["support", "sales"], "skills": {"tea": 5}}),
        ("agent", "8002", {"name": "Wang Fang", "queues": ["sales", "coffee"], "skills": {"tea": 1}}),
    ]
    Documents(made.engine.database).put_many(documents, author="demo", reason="first", at=NOON)
    made._take_up()
    assert made.ask("agent.show", agent="8001")["serves"] == ["sales", "support"]
    assert made.ask("agent.show", agent="8002")["serves"] == []
