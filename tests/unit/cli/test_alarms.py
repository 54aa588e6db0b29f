"""Alarms are asked of every process, and one that is silent is an alarm itself."""

import json

from appliance.control.errors import ControlLost
from tests.unit.cli.scripted import ScriptedLink, run

ALARM = {"code": "c", "severity": "minor", "subject": "", "detail": "", "since": "2024-05-08T06:00:00+00:00"}


def test_the_status_is_asked_of_the_engine_and_alarms_of_everybody() -> None:
    link = ScriptedLink({"status": {"ready": True, "alarms": []}, "alarm.list": []})
    assert json.loads(run(link, "status", "--json").stdout) == {"ready": True, "alarms": []}
    assert link.asked == [("engine", "status", {}), ("jobs", "alarm.list", {})]


def test_a_process_that_is_silent_is_an_alarm_and_hides_no_other() -> None:
    link = ScriptedLink({"alarm.list": [ALARM], "jobs alarm.list": ControlLost(process="jobs", command="alarm.list")})
    found = json.loads(run(link, "alarms", "--json").stdout)
    assert [(row["code"], row["subject"]) for row in found] == [("process-silent", "jobs"), ("c", "")]


def test_an_alarm_is_dismissed_where_it_was_raised() -> None:
    rows = [ALARM | {"subject": "s", "process": "jobs"}]
    link = ScriptedLink({"alarm.list": [], "jobs alarm.list": rows})
    assert run(link, "alarms", "--dismiss", "c", "--subject", "s").stdout == "Alarm c is dismissed.\n"
    assert link.asked[-1] == ("jobs", "alarm.dismiss", {"code": "c", "subject": "s"})
