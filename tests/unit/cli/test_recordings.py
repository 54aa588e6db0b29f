"""`callstead recording`: keys and anchors, as they are asked for and told."""

from tests.unit.cli.call_sample import CALL
from tests.unit.cli.sample import RECORDING
from tests.unit.cli.scripted import ScriptedLink, run


def test_places_of_anchors_replace_all_or_stay() -> None:
    link = ScriptedLink({"recording.anchor.set": {"every": 5, "places": ["/mnt/a"], "ca": ""}})
    words = ("recording", "anchor", "set", "--reason", "r")
    assert run(link, *words, "--place", "/mnt/a").stdout == "Anchors go to 1 place(s).\n"
    assert run(link, *words, "--nowhere").exit_code == run(link, *words, "--every", "5").exit_code == 0
    assert [args for _, _, args in link.asked] == [
        {"reason": "r", "places": ["/mnt/a"]},
        {"reason": "r", "places": []},
        {"reason": "r", "every": 5},
    ]
    assert run(link, *words).exit_code == 2


def test_an_anchor_that_a_place_did_not_take_ends_with_three() -> None:
    row = {"at": "2024-05-08T06:30:00+00:00", "register": 1, "changes": 0, "places": [], "statement": "s"}
    for failed, status in (({}, 0), ({"/mnt/a": "not there"}, 3)):
        said = run(ScriptedLink({"recording.anchor.now": {**row, "failed": failed}}), "recording", "anchor", "now")
        assert said.exit_code == status
        assert ("/mnt/a: not there" in said.stdout) == bool(failed)
    checked = {"recording.anchor.check": {"checked": 2, "findings": []}}
    assert "nothing was changed since" in run(ScriptedLink(checked), "recording", "anchor", "check").stdout


def test_the_class_of_a_call_tells_how_many_recordings_moved() -> None:
    link = ScriptedLink({"recording.class_call": {"id": CALL, "retention": "complaint", "moved": [RECORDING]}})
    said = run(link, "recording", "class-call", CALL, "complaint", "--reason", "ticket 7", language="en").stdout
    assert said.startswith(f"Call {CALL} is now kept as complaint: 1 recording(s) moved")
    assert link.asked == [
        ("jobs", "recording.class_call", {"id": CALL, "retention": "complaint", "reason": "ticket 7"})
    ]


def test_a_change_of_keys_names_both() -> None:
    link = ScriptedLink({"recording.keys.rotate": {"old": "0badcafe", "new": "5f3c20aa"}})
    said = run(link, "recording", "keys", "rotate", "--reason", "yearly").stdout
    assert said.startswith("Key 5f3c20aa is in force; 0badcafe still opens")
    assert link.asked == [("jobs", "recording.keys.rotate", {"reason": "yearly"})]


def test_the_second_copy_is_set_run_verified_and_recalled() -> None:
    results = {
        "recording.copy.set": {"folder": "/mnt/s"},
        "recording.copy.run": {"copied": 3},
        "recording.copy.verify": {"findings": []},
        "recording.copy.recall": {"id": RECORDING},
    }
    link = ScriptedLink(results)
    given = run(link, "recording", "copy", "set", "--folder", "/mnt/s", "--local-days", "30", "--reason", "r")
    assert given.stdout == "Recordings are copied to: /mnt/s\n"
    assert run(link, "recording", "copy", "run").stdout == "3 recording(s) were copied.\n"
    assert run(link, "recording", "copy", "verify").exit_code == 0
    assert RECORDING in run(link, "recording", "copy", "recall", RECORDING, "--reason", "r").stdout
    assert link.asked[0][2] == {"folder": "/mnt/s", "local_days": 30, "reason": "r"}
    assert link.asked[-1][2] == {"id": RECORDING, "reason": "r"}
    assert run(link, "recording", "copy", "set", "--reason", "r").exit_code == 2
    wrong = {"recording.copy.verify": {"findings": [{"kind": "flipped", "name": "f", "detail": "d"}]}}
    assert run(ScriptedLink(wrong), "recording", "copy", "verify").exit_code == 3
