"""What `callstead lines` asks of the engine about spans, and how it ends."""

from typing import Any

import pytest

from tests.unit.cli.scripted import ScriptedLink, run
from tests.unit.cli.span_sample import SPANS

HEALTHY = {"span": 1, "name": "TE4/0/1", "state": "up", "findings": [], "questions": []}


def test_a_finding_ends_with_three() -> None:
    link = ScriptedLink(SPANS)
    result = run(link, "lines", "diagnose", "2", "--answer", "loop-plug=no", "--answer", "swapped-pairs=yes")
    assert result.exit_code == 3
    answers = ["loop-plug=no", "swapped-pairs=yes"]
    assert link.asked == [("engine", "span.diagnose", {"span": "2", "answers": answers})]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Nothing is wrong with span 1"), ("zh", "跨段 1（TE4/0/1）没有问题")]
)
def test_a_healthy_line_ends_with_zero(language: str, said: str) -> None:
    link = ScriptedLink({"span.diagnose": HEALTHY})
    result = run(link, "lines", "diagnose", "1", language=language)
    assert result.exit_code == 0
    assert said in result.output
    assert link.asked == [("engine", "span.diagnose", {"span": "1"})]


def test_watching_shows_the_spans_and_then_what_becomes_of_them() -> None:
    fact = {"at": "2024-05-08T06:31:15+00:00", "kind": "span.state", "data": {"span": 2, "state": "alarm"}}
    parts: list[Any] = [{"kind": "feed.opened", "data": {}}, {"kind": "span.state", "data": fact}]
    link = ScriptedLink(SPANS, {"events": (parts, None)})
    lines = run(link, "lines", "watch").output.splitlines()
    assert [name for _, name, _ in link.asked] == ["events", "span.list"]
    assert "TE4/0/2" in lines[2]
    assert lines[-1] == "2024-05-08 14:31:15  span.state  span=2 state=alarm"


def test_a_silent_call_is_asked_about() -> None:
    link = ScriptedLink({"span.diagnose": HEALTHY | {"questions": ["hung-up"]}})
    assert "--answer hung-up=yes" in run(link, "lines", "diagnose", "1").stdout


def test_what_a_test_call_heard() -> None:
    loop = {"tone": None, "looped": True, "echo_loss": 0.0, "echo_delay": 42.5, "bits": 126080, "wrong_bits": 0}
    link = ScriptedLink({"span.test": SPANS["span.test"] | loop | {"findings": []}})
    result = run(link, "lines", "test", "1", "--number", "119911", "--looped", "--level", "-13")
    assert result.exit_code == 0
    assert "Bits: 0 of 126080 wrong" in result.stdout
    assert "Loop: weaker by 0.0 dB, after 42.5 ms" in result.stdout
    asked = {"span": "1", "number": "119911", "hertz": 1004.0, "level": -13.0, "looped": True}
    assert link.asked == [("engine", "span.test", asked)]
    assert run(ScriptedLink(SPANS), "lines", "test", "1", "--number", "117").exit_code == 3


def test_a_line_is_looped_only_if_that_is_wanted() -> None:
    link = ScriptedLink({"span.diagnose": HEALTHY})
    run(link, "lines", "diagnose", "1", "--loop", "--anyway")
    assert link.asked == [("engine", "span.diagnose", {"span": "1", "loop": True, "anyway": True})]


TONE = {"code": "other-busy-tone", "values": {"channel": 1, "calls": 1, "heard": "500,500", "expected": "350,350"}}
NOBODY = {"code": "no-battery", "values": {"channel": 2}}
CHANGE = {"table": "ports", "line": "x#1/1", "setting": "busy_tone", "before": "auto", "after": "500,500"}
REMEDY = {"changes": [CHANGE | {"code": "other-busy-tone"}], "document": "DOCUMENT"}
LOOK, REM = "span.diagnose", "lines.remedy"
APPLIED = {"version": 4, "changed": ["asterisk/chan_dahdi.conf"], "lines": [], "kept_aside": None}


@pytest.mark.parametrize(
    ("findings", "remedy", "words", "status", "asked", "said"),
    [
        ([], {"changes": []}, (), 0, ["span.diagnose", "lines.remedy"], "Nothing is wrong"),
        ([TONE], REMEDY, (), 0, ["span.diagnose", "lines.remedy"], "busy_tone"),
        ([NOBODY], {"changes": []}, ("--reason", "x"), 3, ["span.diagnose", "lines.remedy"], "No setting of ours"),
        ([TONE, NOBODY], REMEDY, ("--reason", "x"), 3, ["span.diagnose", "lines.remedy", "lines.apply"], "Version 4"),
        (
            [TONE],
            REMEDY,
            ("--number", "117", "--reason", "x"),
            0,
            ["span.test", "lines.remedy", "lines.apply"],
            "500,500",
        ),
    ],
    ids=["healthy", "only shown", "nothing of ours", "some of it", "by a test call"],
)
def test_what_the_diagnosis_asks_for_is_set(
    findings: list[Any], remedy: dict[str, Any], words: tuple[str, ...], status: int, asked: list[str], said: str
) -> None:
    seen = HEALTHY | {"findings": findings}
    test = SPANS["span.test"] | {"findings": findings}
    answers = {"span.diagnose": seen, "span.test": test, "lines.remedy": remedy, "lines.apply": APPLIED}
    link = ScriptedLink(answers)
    result = run(link, "lines", "mend", "1", *words)
    assert (result.exit_code, [name for _, name, _ in link.asked]) == (status, asked)
    assert said in result.stdout
    if "lines.apply" in asked:
        given = {"overwrite_edits": False, "document": "DOCUMENT", "reason": "x", "seconds": 30.0}
        assert link.asked[-1] == ("jobs", "lines.apply", given)
