"""What each command asks of which process, and with which exit status it ends."""

import base64
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from appliance.control.errors import ControlLost, RemoteRefusal
from tests.unit.cli.asked_routes import ROUTES, WRONG_ROUTES
from tests.unit.cli.call_sample import CALL
from tests.unit.cli.sample import RECORDING
from tests.unit.cli.scripted import ScriptedLink, run

Args = dict[str, Any]

ASKED: list[tuple[str, str, str, Args]] = [
    *ROUTES,
    ("agent list", "engine", "agent.list", {}),
    ("agent show 8001", "engine", "agent.show", {"agent": "8001"}),
    ("agent login 8001", "engine", "agent.login", {"agent": "8001"}),
    ("agent login 8001 --phone p7", "engine", "agent.login", {"agent": "8001", "phone": "p7"}),
    ("agent logout 8001", "engine", "agent.logout", {"agent": "8001"}),
    ("agent ready 8001", "engine", "agent.ready", {"agent": "8001"}),
    ("call swap 8001", "engine", "call.swap", {"agent": "8001"}),
    ("agent pause 8001 --reason 午餐", "engine", "agent.pause", {"agent": "8001", "reason": "午餐"}),
    ("agent remove 8001", "engine", "agent.remove", {"agent": "8001"}),
    ("agent add 9 --name 张", "engine", "agent.add", {"agent": "9", "name": "张", "skills": {}, "queues": []}),
    (
        "agent add 9 --name Zhang --phone p --skill a=1 --skill b=9 --queue q --queue r",
        "engine",
        "agent.add",
        {"agent": "9", "name": "Zhang", "phone": "p", "skills": {"a": 1, "b": 9}, "queues": ["q", "r"]},
    ),
    (
        "agent set 8001 --team sales --language zh",
        "engine",
        "agent.set",
        {"agent": "8001", "team": "sales", "language": "zh"},
    ),
    ("codes list", "engine", "codes.list", {}),
    ("codes set park *6", "engine", "codes.set", {"action": "park", "code": "*6", "reason": ""}),
    ("codes set park", "engine", "codes.set", {"action": "park", "code": "", "reason": ""}),
    ("codes reason 7 tea", "engine", "codes.reason", {"digits": "7", "text": "tea", "reason": ""}),
    ("queue list", "engine", "queue.list", {}),
    ("callback list", "engine", "callback.list", {"all": False, "limit": 50}),
    (f"callback show {CALL}", "engine", "callback.show", {"id": CALL}),
    (f"callback cancel {CALL}", "engine", "callback.cancel", {"id": CALL}),
    ("queue abandoned --queue q", "engine", "queue.abandoned", {"queue": "q"}),
    ("queue abandoned --call-back", "engine", "queue.recall", {}),
    (
        "queue switch q emergency --reason fire",
        "engine",
        "queue.switch",
        {"queue": "q", "to": "emergency", "reason": "fire"},
    ),
    (
        "queue set q --overflow 60=spare --overflow 90=exit:later --announce-wait true --comfort a --comfort b",
        "engine",
        "queue.set",
        {
            "queue": "q",
            "changes": {
                "overflow": [{"after": 60, "queue": "spare"}, {"after": 90, "exit": "later"}],
                "announce_wait": True,
                "comfort": ["a", "b"],
            },
        },
    ),
    ("queue show sales", "engine", "queue.show", {"queue": "sales"}),
    ("queue set q --priority 0", "engine", "queue.set", {"queue": "q", "changes": {"priority": 0}}),
    (
        "queue set q --skill s=2 --priority -3 --target-percent 90 --target-seconds 30 --wrap-up 15 --ring-time 20"
        " --max-wait 600 --overflow-to r --overflow-after 60",
        "engine",
        "queue.set",
        {
            "queue": "q",
            "changes": {
                "skills": {"s": 2},
                "priority": -3,
                "target_percent": 90,
                "target_seconds": 30,
                "wrap_up": 15,
                "ring_time": 20,
                "max_wait": 600,
                "overflow_to": "r",
                "overflow_after": 60,
            },
        },
    ),
    ("replay --day 2026-11-20", "jobs", "simulation.replay", {"day": "2026-11-20", "rules": {}}),
    ("replay --day 2026-11-20 --seed 3", "jobs", "simulation.replay", {"day": "2026-11-20", "rules": {}, "seed": 3}),
    ("skill list", "engine", "skill.list", {}),
    ("skill grant 8001 sales 5", "engine", "skill.grant", {"agent": "8001", "skill": "sales", "level": 5}),
    ("skill revoke 8001 sales", "engine", "skill.revoke", {"agent": "8001", "skill": "sales"}),
    ("flow list", "engine", "flow.list", {}),
    ("flow reach main", "engine", "flow.reach", {"flow": "main"}),
    ("call list", "engine", "call.list", {"open": False, "limit": 50}),
    ("call list --open --limit 3", "engine", "call.list", {"open": True, "limit": 3}),
    (f"call show {CALL}", "engine", "call.show", {"id": CALL}),
    (f"call hangup {CALL.upper()}", "engine", "call.hangup", {"id": CALL}),
    (f"call hold {CALL} --agent 8001", "engine", "call.hold", {"id": CALL, "agent": "8001"}),
    (f"call resume {CALL}", "engine", "call.resume", {"id": CALL}),
    (f"call transfer {CALL} queue:sales", "engine", "call.transfer", {"id": CALL, "to": "queue:sales", "back": False}),
    (
        f"call transfer {CALL} flow:main --back --agent 8001",
        "engine",
        "call.transfer",
        {"id": CALL, "to": "flow:main", "back": True, "agent": "8001"},
    ),
    (f"call requeue {CALL}", "engine", "call.requeue", {"id": CALL}),
    (f"call consult {CALL} agent:8002", "engine", "call.consult", {"id": CALL, "to": "agent:8002"}),
    (f"call toggle {CALL}", "engine", "call.toggle", {"id": CALL}),
    (f"call complete {CALL}", "engine", "call.complete", {"id": CALL}),
    (f"call cancel {CALL}", "engine", "call.cancel", {"id": CALL}),
    (f"call conference {CALL}", "engine", "call.conference", {"id": CALL}),
    (f"call drop {CALL} 8002", "engine", "call.drop", {"id": CALL, "party": "8002"}),
    (f"call park {CALL} --slot 702", "engine", "call.park", {"id": CALL, "slot": "702"}),
    (f"call pickup {CALL} agent:8002", "engine", "call.pickup", {"id": CALL, "to": "agent:8002"}),
    ("agent logout 8001 --force", "engine", "agent.logout", {"agent": "8001", "force": True}),
    ("agent dnd 8001", "engine", "agent.dnd", {"agent": "8001", "on": True}),
    ("agent dnd 8001 --off", "engine", "agent.dnd", {"agent": "8001", "on": False}),
    ("agent extend 8001 --seconds 60", "engine", "agent.extend", {"agent": "8001", "seconds": 60}),
    ("recording list", "jobs", "recording.list", {"limit": 50}),
    (
        f"recording list --contact {CALL} --day 2024-05-08 --limit 5",
        "jobs",
        "recording.list",
        {"contact": CALL, "day": "2024-05-08", "limit": 5},
    ),
    ("recording anchor list --limit 3", "jobs", "recording.anchor.list", {"limit": 3}),
    ("recording anchor show", "jobs", "recording.anchor.show", {}),
    ("recording keys list", "jobs", "recording.keys.list", {}),
    (
        "recording keys destroy 0badcafe --reason r",
        "jobs",
        "recording.keys.destroy",
        {"key": "0badcafe", "reason": "r"},
    ),
    ("phone list", "engine", "phone.list", {}),
    ("phone remove 8021", "engine", "phone.remove", {"phone": "8021", "reason": ""}),
    ("config diff", "jobs", "config.diff", {}),
    ("config apply --reason r", "jobs", "config.apply", {"reason": "r", "overwrite_edits": False}),
    ("config apply --reason r --overwrite-edits", "jobs", "config.apply", {"reason": "r", "overwrite_edits": True}),
]


@pytest.mark.parametrize(("words", "process", "command", "args"), ASKED, ids=[row[0] for row in ASKED])
def test_what_is_asked(words: str, process: str, command: str, args: Args) -> None:
    link = ScriptedLink({command: {"said": "坐席"}})
    result = run(link, *words.split(), "--json")
    assert link.asked == [(process, command, args)]
    assert json.loads(result.stdout) == {"said": "坐席"}
    assert (result.exit_code, result.stderr) == (0, "")


SHOWN = (
    "list",
    "group_list",
    "group_show",
    "show",
    "status",
    "diff",
    "apply",
    "replay",
    "abandoned",
    "recall",
    "reach",
)
DONE = [row for row in ASKED if row[2].split(".")[-1] not in SHOWN]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("words", "process", "command", "args"), DONE, ids=[row[0] for row in DONE])
def test_a_change_is_confirmed_in_a_sentence(words: str, process: str, command: str, args: Args, language: str) -> None:
    result = run(ScriptedLink(), *words.split(), language=language)
    assert (result.exit_code, result.stderr) == (0, "")
    named = ("id", "agent", "queue", "key", "action", "digits", "trunk", "group", "route", "cap", "numbers", "phone")
    subject = next(args[name] for name in named if name in args)
    subject = subject if isinstance(subject, str) else subject[0]
    assert subject in result.stdout
    assert "{" not in result.stdout


WRONG = [
    "status now",
    "agnt list",
    "agent lits",
    "agent show",
    "agent pause 8001",
    "agent pause 8001 --reason",
    "agent list --frob",
    "agent add 9 --name x --skill sales",
    "agent add 9 --name x --skill sales=10",
    "agent add 9 --name x --skill =3",
    "agent add 9 --name x --skill sales=³",
    "queue set sales",
    "queue set sales --target-percent 101",
    "queue set sales --ring-time 0",
    "queue set sales --wrap-up -1",
    "skill grant 8001 sales 0",
    "call show 17",
    "call list --limit 0",
    "recording list --day 8.5.2024",
    f"recording export {RECORDING} --to x.wav",
    *WRONG_ROUTES,
    "config apply",
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", WRONG)
def test_wrong_use_asks_nobody_and_ends_with_two(words: str, language: str) -> None:
    link = ScriptedLink()
    result = run(link, *words.split(), language=language)
    assert (result.exit_code, result.stdout, link.asked) == (2, "", [])
    assert result.stderr.startswith({"zh": "错误 cli-", "en": "error cli-"}[language])
    assert "{" not in result.stderr


@pytest.mark.parametrize("words", ["status --lang fr", "status --lang"])
def test_a_language_that_is_none_is_wrong_use(words: str) -> None:
    result = run(ScriptedLink(), *words.split())
    assert result.exit_code == 2
    assert "--lang" in result.stderr


def test_a_close_name_is_suggested() -> None:
    assert "agent" in run(ScriptedLink(), "agnt").stderr.splitlines()[1]
    assert "list" in run(ScriptedLink(), "agent", "lits").stderr.splitlines()[1]
    assert "--open" in run(ScriptedLink(), "call", "list", "--opne").stderr.splitlines()[1]


@pytest.mark.parametrize("words", ["agent", ""])
def test_a_noun_alone_shows_its_commands(words: str) -> None:
    result = run(ScriptedLink(), *words.split())
    assert result.exit_code == 2
    assert "Usage: callstead" in result.stderr


def test_the_programs_options_may_stand_anywhere() -> None:
    link = ScriptedLink({"agent.list": []})
    assert run(link, "agent", "list", "--lang", "zh").stdout == "（无）\n"
    assert run(link, "agent", "list", "--lang=en").stdout == "(none)\n"
    assert run(link, "agent", "login", "--", "--lang").exit_code == 0
    assert link.asked[-1] == ("engine", "agent.login", {"agent": "--lang"})


REFUSALS: list[tuple[Exception, int, str]] = [
    (RemoteRefusal("setting-invalid", {"key": "k", "value": 1, "expected": "int", "where": "w"}), 3, "setting-invalid"),
    (RemoteRefusal("from-the-future", {"x": 1}), 3, "from-the-future"),
    (RemoteRefusal("internal-fault", {"incident": "ab12", "command": "status"}), 1, "internal-fault"),
    (ControlLost(process="engine", command="status"), 3, "control-lost"),
    (ZeroDivisionError("surprise"), 1, "cli-fault"),
]


@pytest.mark.parametrize(("fault", "status", "code"), REFUSALS, ids=[row[2] for row in REFUSALS])
def test_a_failure_as_text_and_as_json(fault: Exception, status: int, code: str) -> None:
    link = ScriptedLink({"status": fault})
    text = run(link, "status", language="zh")
    assert (text.exit_code, text.stdout) == (status, "")
    assert text.stderr.startswith(f"错误 {code}：")
    told = run(link, "status", "--json")
    assert (told.exit_code, told.stdout) == (status, "")
    error = json.loads(told.stderr)["error"]
    assert error["code"] == code
    assert set(error) == {"code", "what", "why", "next", "details"}


def test_a_fault_of_ours_keeps_its_traceback_for_support() -> None:
    result = run(ScriptedLink({"status": ZeroDivisionError("surprise")}), "status")
    assert "Traceback" in result.stderr
    assert "ZeroDivisionError: surprise" in result.stderr


def test_the_problems_of_a_refusal_are_listed() -> None:
    problem = {"code": "setting-invalid", "where": "sip", "details": {"key": "port", "value": "x", "expected": "int"}}
    refusal = RemoteRefusal("site-invalid", {"problems": [problem, "and a sentence"]})
    lines = run(ScriptedLink({"config.apply": refusal}), "config", "apply", "--reason", "r").stderr.splitlines()
    assert lines[1:3] == [
        "  - The setting port in sip cannot be x. Correct the value and start again.",
        "  - and a sentence",
    ]


def test_findings_end_with_three_and_none_with_zero() -> None:
    clean = {"recording.verify": {"checked": 4, "findings": []}, "config.verify": {"problems": []}}
    assert run(ScriptedLink(clean), "recording", "verify").stdout.startswith("4 recording(s) checked, all")
    assert run(ScriptedLink(clean), "config", "verify").stdout == "No problems found.\n"
    found = {
        "recording.verify": {"checked": 4, "findings": [{"kind": "removed", "name": "f", "detail": "d"}]},
        "config.verify": {"problems": ["p"]},
    }
    for words in (("recording", "verify"), ("config", "verify")):
        assert run(ScriptedLink(clean), *words).exit_code == 0
        assert run(ScriptedLink(found), *words).exit_code == 3
        assert run(ScriptedLink(found), *words, "--json").exit_code == 3


def test_config_without_a_difference_says_so() -> None:
    same = {"version": "3f2a", "changed": [], "reloaded": [], "restart_needed": []}
    link = ScriptedLink({"config.diff": {"changed": [], "diff": "", "edited": [], "edits": ""}, "config.apply": same})
    assert run(link, "config", "diff").stdout == "Nothing would change.\n"
    assert run(link, "config", "apply", "--reason", "r").stdout == "Nothing changed; version 3f2a stays in force.\n"


FLOW = 'start = "bye"\n[nodes.bye]\ntype = "hangup"\n'
DOCUMENT = {"start": "bye", "nodes": {"bye": {"type": "hangup"}}}


def test_a_flow_file_is_checked_and_published(tmp_path: Path) -> None:
    file = tmp_path / "flow.toml"
    file.write_text(FLOW)
    link = ScriptedLink({"flow.check": {"problems": []}})
    assert run(link, "flow", "check", str(file)).exit_code == 0
    assert run(link, "flow", "publish", "main", str(file), "--reason", "r").stdout == "Flow main was published.\n"
    assert link.asked == [
        ("engine", "flow.check", {"document": DOCUMENT}),
        ("engine", "flow.publish", {"flow": "main", "document": DOCUMENT, "reason": "r"}),
    ]


def test_a_faulty_flow_file_ends_with_three(tmp_path: Path) -> None:
    file = tmp_path / "flow.toml"
    file.write_text(FLOW)
    result = run(ScriptedLink({"flow.check": {"problems": ["one", "two"]}}), "flow", "check", str(file))
    assert (result.exit_code, result.stdout) == (3, "2 problem(s) found:\n  - one\n  - two\n")


def test_a_flow_file_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "flow.toml"
    file.write_text('start = "bye"\nnodes = = 1\n')
    link = ScriptedLink()
    result = run(link, "flow", "publish", "main", str(file), "--json")
    error = json.loads(result.stderr)["error"]
    assert (result.exit_code, error["code"], link.asked) == (3, "flow-syntax", [])
    assert (error["details"]["line"], error["details"]["column"]) == (2, 9)


def part(data: bytes) -> dict[str, str]:
    return {"data": base64.b64encode(data).decode()}


def test_playing_says_each_stage_and_how_long_it_was_heard() -> None:
    end = {"id": RECORDING, "phone": "8004", "heard_ms": 61500}
    link = ScriptedLink(streams={"recording.play": ([{"stage": "ringing"}, {"stage": "playing"}], end)})
    result = run(link, "recording", "play", RECORDING, "--phone", "8004", "--reason", "complaint 7", language="en")
    assert link.asked == [("jobs", "recording.play", {"id": RECORDING, "phone": "8004", "reason": "complaint 7"})]
    lines = result.output.splitlines()
    assert [lines[0], lines[1].split(";")[0], lines[2]] == [
        "The phone rings.",
        "Answered",
        f"Recording {RECORDING} was heard at phone 8004 for 61 s.",
    ]


@pytest.mark.parametrize(("heard", "end"), [(True, "to its end, for 61 s"), (False, "for 61 s, not to its end")])
def test_a_message_that_was_broken_off_is_said_to_be_as_before(heard: bool, end: str) -> None:
    result = {"id": RECORDING, "phone": "8004", "heard_ms": 61500, "heard": heard}
    link = ScriptedLink(streams={"voicemail.play": ([{"stage": "ringing"}], result)})
    said = run(link, "voicemail", "play", RECORDING, "--phone", "8004", "--reason", "ill", language="en").output
    assert link.asked == [("jobs", "voicemail.play", {"id": RECORDING, "phone": "8004", "reason": "ill"})]
    assert end in said.splitlines()[1]


def export(link: ScriptedLink, file: Path) -> Any:
    return run(link, "recording", "export", RECORDING, "--reason", "complaint 7", "--to", str(file), "--json")


def test_an_export_writes_the_parts_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "call.wav"
    link = ScriptedLink(streams={"recording.export": ([part(b"RIFF"), part(b"\x00\xff" * 1000)], None)})
    result = export(link, file)
    assert json.loads(result.stdout) == {"id": RECORDING, "file": str(file), "bytes": 2004}
    assert file.read_bytes() == b"RIFF" + b"\x00\xff" * 1000
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert link.asked == [("jobs", "recording.export", {"id": RECORDING, "reason": "complaint 7"})]


def test_an_export_cut_short_leaves_no_file(tmp_path: Path) -> None:
    lost = ControlLost(process="jobs", command="recording.export")
    link = ScriptedLink(streams={"recording.export": ([part(b"RIFF"), lost], None)})
    assert export(link, tmp_path / "call.wav").exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_an_export_overwrites_nothing_and_asks_nobody(tmp_path: Path) -> None:
    file = tmp_path / "call.wav"
    file.write_bytes(b"mine")
    link = ScriptedLink()
    result = export(link, file)
    assert json.loads(result.stderr)["error"]["code"] == "cli-file-exists"
    assert (result.exit_code, file.read_bytes(), link.asked) == (3, b"mine", [])


def test_an_export_to_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    link = ScriptedLink(streams={"recording.export": ([part(b"RIFF")], None)})
    result = export(link, tmp_path / "none" / "call.wav")
    assert json.loads(result.stderr)["error"]["code"] == "cli-file-unwritable"


def test_events_of_wanted_kinds_until_interrupted() -> None:
    link = ScriptedLink(streams={"events": ([{"kind": "leg.up", "data": {"n": 1}}, KeyboardInterrupt()], None)})
    result = run(link, "events", "--kinds", "leg, agent.paused,")
    assert (result.exit_code, result.stdout) == (0, "leg.up  n=1\n")
    assert link.asked == [("engine", "events", {"kinds": ["leg", "agent.paused"]})]


def test_an_interrupted_command_ends_like_any_interrupted_program() -> None:
    class Interrupted(ScriptedLink):
        def call(self, *_: Any) -> Any:
            raise KeyboardInterrupt

    assert run(Interrupted(), "status").exit_code == 130


def test_times_are_shown_in_the_sites_zone(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('time_zone = "Europe/Berlin"\n')
    row = {"agent": "8001", "since": "2024-05-08T06:30:15+00:00"}
    result = run(ScriptedLink({"agent.show": row}), "--state", str(tmp_path), "agent", "show", "8001")
    assert "2024-05-08 08:30:15" in result.stdout


@pytest.mark.parametrize(
    ("line", "code"), [('time_zone = "Mars/One"', "setting-invalid"), ("x = 1", "setting-unknown")]
)
def test_settings_that_cannot_be_read_are_refused(tmp_path: Path, line: str, code: str) -> None:
    (tmp_path / "settings.toml").write_text(line)
    link = ScriptedLink({"agent.show": {"agent": "8001", "since": "2024-05-08T06:30:15+00:00"}})
    words = ("--state", str(tmp_path), "agent", "show", "8001")
    assert run(link, *words, "--json").exit_code == 0
    result = run(link, *words)
    assert (result.exit_code, result.stderr.split(":")[0]) == (3, f"error {code}")


def test_a_period_is_meant_in_the_zone_of_the_site() -> None:
    link = ScriptedLink(streams={"figures.show": ([], None)})
    words = "figures agent 8001 --from 2026-11-21 --to 2026-11-21T12:30 --by 15m --json"
    assert run(link, *words.split()).exit_code == 0
    period = {"since": "2026-11-21T00:00:00+08:00", "until": "2026-11-21T12:30:00+08:00"}
    assert link.asked == [("jobs", "figures.show", {"subject": "agent", "name": "8001", "by": "15m", **period})]


@pytest.mark.parametrize("subjects", ["", "--queue q --agent 8001"])
def test_events_are_asked_of_one_subject(subjects: str) -> None:
    result = run(ScriptedLink(), *f"figures events --figure abandoned {subjects}".split())
    assert (result.exit_code, result.stdout) == (2, "")


def test_rebuilt_figures_say_of_how_much() -> None:
    result = run(ScriptedLink({"figures.rebuild": {"events": 1200, "calls": 30, "seconds": 0.4}}), "figures", "rebuild")
    assert (
        result.stdout
        == "The figures were rebuilt from 1200 event(s), and the records of 30 call(s) with them, in 0.4 s.\n"
    )


@pytest.mark.parametrize(
    ("words", "command", "args"),
    [
        ("history queue sales --limit 3", "config.history", {"kind": "queue", "key": "sales", "limit": 3}),
        ("diff --from 3 --to 5", "config.compare", {"since": "3", "until": "5"}),
        ("undo 4 --reason r", "config.undo", {"change": 4, "reason": "r"}),
        ("restore 4 --reason r --dry-run", "config.restore", {"change": 4, "reason": "r", "dry_run": True}),
    ],
)
def test_what_is_asked_about_versions(words: str, command: str, args: Args) -> None:
    link = ScriptedLink({command: []}, {command: ([], {})})
    assert run(link, "config", *words.split(), "--json").exit_code == 0
    assert link.asked == [("engine", command, args)]


def test_a_changed_configuration_is_told_field_by_field() -> None:
    fields = {"max_wait": [600, 660], "title": ["", "VIP"]}
    differences = [{"kind": "queue", "key": "q", "what": "changed", "fields": fields}]
    link = ScriptedLink(streams={"config.undo": (differences, {"change": 7, "done": True})})
    result = run(link, "config", "undo", "6", "--reason", "r")
    assert result.stdout == "Change 7 was made:\nchanged queue q\n  max_wait: 600 -> 660\n  title:  -> VIP\n"


def test_an_export_overwrites_nothing(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    parts = [{"kind": "queue", "key": "q", "body": {"skills": {}, "n": 1}}]
    link = ScriptedLink(streams={"config.export": (parts, None)})
    assert run(link, "config", "export", str(file)).exit_code == 0
    assert file.read_text() == "[queue.q]\nn = 1\n\n[queue.q.skills]\n"
    assert run(link, "config", "export", str(file)).exit_code == 3
