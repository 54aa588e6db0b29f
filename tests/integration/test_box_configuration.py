"""The configuration of a whole box over time: exported, imported, taken back; what is wrong changes nothing."""

import json
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from appliance.cli.documents import write_toml
from appliance.cli.main import main
from appliance.control.protocol import LINE_LIMIT
from tests.servers import box
from tests.servers.live import run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]


def _say(centre: box.Box, *words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["--lang", "en", "--state", str(centre.paths.state), *words])
    assert result.exit_code == status, result.output
    return result


def _asked(centre: box.Box, command: str, **args: Any) -> Any:
    async def ask() -> Any:
        async with centre.engine() as engine:
            return await engine.call(command, **args)

    answers: list[Any] = []

    async def scene() -> None:
        answers.append(await ask())

    run(scene())
    return answers[0]


def test_a_change_is_seen_and_taken_back(centre: box.Box) -> None:
    before = 500
    for seconds in (before, before + 60):
        _asked(centre, "queue.set", queue="sales", changes={"max_wait": seconds})
    last = _asked(centre, "config.history", kind="queue", key="sales", limit=1)[0]
    assert last["reason"] == "queue sales changed: max_wait"
    said = _say(centre, "config", "diff", "--from", str(last["change"] - 1)).output
    assert f"max_wait: {before} -> {before + 60}" in said
    said = _say(centre, "config", "undo", str(last["change"]), "--reason", "a mistake").output
    assert f"max_wait: {before + 60} -> {before}" in said
    assert _asked(centre, "queue.show", queue="sales")["rules"]["max_wait"] == before
    assert _asked(centre, "config.history", limit=1)[0]["reason"] == "a mistake"
    assert "changed-again" in _say(centre, "config", "undo", str(last["change"]), "--reason", "x", status=3).output


def test_rules_and_people_are_set_by_command_and_in_force_at_once(centre: box.Box) -> None:
    rules = ("--strategy", "linear", "--order", "8002", "--order", "8001", "--relax", "60=sales:0", "--ageing", "0.5")
    _say(centre, "queue", "set", "sales", *rules, "--most-talking", "4", "--rescue", "5")
    there = _asked(centre, "queue.show", queue="sales")["rules"]
    assert (there["strategy"], there["order"], there["ageing"]) == ("linear", ["8002", "8001"], 0.5)
    assert (there["relax"], there["most_talking"]) == ([{"after": 60, "skills": {"sales": 0}}], 4)
    _say(centre, "queue", "set", "sales", "--clear", "relax", "--clear", "order", "--most-talking", "0")
    there = _asked(centre, "queue.show", queue="sales")["rules"]
    assert (there["relax"], there["order"], there["most_talking"]) == ([], [], 0)
    before = _asked(centre, "agent.show", agent="8001")
    _say(centre, "agent", "set", "8001", "--skill", "sales=7", "--queue", "sales", "--name", "Wang")
    after = _asked(centre, "agent.show", agent="8001")
    assert (after["name"], after["skills"], after["queues"]) == ("Wang", {"sales": 7}, ["sales"])
    assert after["phone"] == before["phone"]
    last = _asked(centre, "config.history", kind="agent", key="8001", limit=1)[0]
    assert last["reason"] == "agent 8001 changed: name, queues, skills"
    _say(centre, "config", "undo", str(last["change"]), "--reason", "back")
    assert _asked(centre, "agent.show", agent="8001")["skills"] == before["skills"]


def test_everything_goes_out_and_comes_back(centre: box.Box, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    _say(centre, "config", "export", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    tree = tomllib.loads(file.read_text("utf-8"))
    assert set(tree) >= {"agent", "flow", "number", "phone", "queue", "trunk"}
    assert "Nothing was changed" in _say(centre, "config", "import", str(file), "--reason", "same").output
    began = _asked(centre, "config.history", limit=1)[0]["change"]
    text = file.read_text("utf-8").replace("[queue.sales]", '[queue.vip]\ntitle = "VIP"\n\n[queue.sales]')
    file.write_text(text, "utf-8")
    _say(centre, "config", "import", str(file), "--reason", "VIP", "--dry-run")
    assert _asked(centre, "config.history", limit=1)[0]["change"] == began
    assert "added queue vip" in _say(centre, "config", "import", str(file), "--reason", "VIP").output
    assert _asked(centre, "queue.show", queue="vip")["name"] == "VIP"
    _say(centre, "config", "restore", str(began), "--reason", "no VIP")
    assert "vip" not in {queue["queue"] for queue in _asked(centre, "queue.list")}


def test_secrets_may_stay_at_home(centre: box.Box, tmp_path: Path) -> None:
    file = tmp_path / "open.toml"
    _say(centre, "config", "export", str(file), "--without-secrets")
    assert "secret" not in file.read_text("utf-8")
    assert "Nothing was changed" in _say(centre, "config", "import", str(file), "--reason", "same").output
    assert "…" in _say(centre, "config", "show", "phone", "8001").output


def test_a_mail_server_goes_onto_a_box_that_has_none(centre: box.Box, tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    _say(centre, "config", "export", str(file))
    text = file.read_text("utf-8")
    assert "[mail-server" not in text
    file.write_text(text + '\n[mail-server.box]\nhost = "mail.example"\nsender = "box@example.com"\n', "utf-8")
    _say(centre, "config", "import", str(file), "--reason", "from the other box")
    assert "mail.example" in _say(centre, "mail", "show").output


def test_an_import_with_faults_names_them_all_and_changes_nothing(centre: box.Box, tmp_path: Path) -> None:
    file = tmp_path / "faulty.toml"
    _say(centre, "config", "export", str(file))
    text = file.read_text("utf-8").replace('flow = "main"', 'flow = "nowhere"')
    text += '\n[quue.sales]\ntitle = "x"\n\n[trunk.broken]\nhost = "h"\n\n[agent.9001]\nphone = "none"\n'
    file.write_text(text, "utf-8")
    began = _asked(centre, "config.history", limit=1)[0]
    said = _say(centre, "config", "import", str(file), "--reason", "faulty", status=3).output
    for fault in ("nowhere", "quue", "trunk.broken", "agent.9001.phone"):
        assert fault in said
    assert _asked(centre, "config.history", limit=1)[0] == began


AGENTS, QUEUES, FLOWS, NODES = 500, 100, 100, 150


def large(tree: dict[str, Any]) -> dict[str, Any]:
    """The centre of `tree` grown to 500 agents, 100 queues and 100 flows of 150 nodes."""
    queues = {f"q{number}": tree["queue"]["sales"] for number in range(QUEUES)}
    agents = {
        f"9{number:03}": {"name": f"Agent {number}", "skills": {"sales": 5}, "queues": [f"q{number % QUEUES}"]}
        for number in range(AGENTS)
    }
    nodes = {
        f"ask{number}": {"type": "play", "prompts": ["welcome", "please-wait"], "next": f"ask{number + 1}"}
        for number in range(NODES)
    }
    flows = {
        f"f{number}": {
            "version": 1,
            "document": {
                "start": "ask0",
                "nodes": {
                    **nodes,
                    f"ask{NODES}": {"type": "queue", "queue": f"q{number}", "timed_out": "bye"},
                    "bye": {"type": "hangup"},
                },
            },
        }
        for number in range(FLOWS)
    }
    return {
        **tree,
        "queue": {**tree["queue"], **queues},
        "agent": {**tree["agent"], **agents},
        "flow": {**tree["flow"], **flows},
    }


def test_a_large_centre_goes_in_and_out_and_back(centre: box.Box, tmp_path: Path) -> None:
    small, file, again = tmp_path / "small.toml", tmp_path / "large.toml", tmp_path / "again.toml"
    _say(centre, "config", "export", str(small))
    wanted = large(tomllib.loads(small.read_text("utf-8")))
    file.write_text(write_toml(wanted), "utf-8")
    assert len(json.dumps(wanted)) > LINE_LIMIT
    began = _asked(centre, "config.history", limit=1)[0]["change"]
    _say(centre, "config", "import", str(file), "--reason", "a large centre", "--dry-run")
    assert _asked(centre, "config.history", limit=1)[0]["change"] == began
    _say(centre, "config", "import", str(file), "--reason", "a large centre")
    assert len(_asked(centre, "agent.list")) >= AGENTS
    assert len(_asked(centre, "flow.list")) >= FLOWS
    _say(centre, "config", "export", str(again))
    assert tomllib.loads(again.read_text("utf-8")) == tomllib.loads(file.read_text("utf-8"))
    assert "Nothing was changed" in _say(centre, "config", "import", str(again), "--reason", "same").output
    changed = _asked(centre, "config.history", limit=1)[0]["change"]
    assert f"f{FLOWS - 1}" in _say(centre, "config", "diff", "--from", str(began), "--to", str(changed)).output
    _say(centre, "config", "restore", str(began), "--reason", "small again")
    assert len(_asked(centre, "flow.list")) < FLOWS
