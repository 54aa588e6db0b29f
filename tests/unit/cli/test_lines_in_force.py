"""`callstead lines apply|versions|undo`: what the jobs are asked, and what people read."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.scripted import ScriptedLink, run

VERSION = {"version": 3, "at": "2024-05-08T06:30:15+00:00", "author": "wang", "reason": "second line", "lines": 2}
DONE = {
    "version": 4,
    "changed": ["dahdi/system.conf"],
    "lines": ["spans.1TE133F0001#1"],
    "kept_aside": "/srv/kept/0a1b",
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "result", "shown"),
    [
        ("lines versions", [VERSION], ["3", "wang", "second line"]),
        ("lines undo --reason why", DONE, ["4", "dahdi/system.conf", "spans.1TE133F0001#1", "/srv/kept/0a1b"]),
        ("lines undo --reason why", DONE | {"changed": []}, ["4"]),
    ],
    ids=["versions", "undo", "nothing"],
)
def test_what_people_read(words: str, result: Any, shown: list[str], language: str) -> None:
    command = ".".join(words.split()[:2])
    read = run(ScriptedLink({command: result}), *words.split(), language=language)
    assert (read.exit_code, read.stderr) == (0, "")
    assert [text for text in shown if text not in read.stdout] == []


def test_a_document_is_sent_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "lines.toml"
    file.write_text('country = "cn"\n', "utf-8")
    link = ScriptedLink({"lines.apply": DONE})
    words = ("lines", "apply", str(file), "--reason", "why", "--within", "0", "--overwrite-edits")
    assert run(link, *words).exit_code == 0
    asked = {"document": 'country = "cn"\n', "reason": "why", "seconds": 0.0, "overwrite_edits": True}
    assert link.asked == [("jobs", "lines.apply", asked)]


def test_a_version_to_go_back_to_is_named() -> None:
    link = ScriptedLink({"lines.undo": DONE})
    run(link, "lines", "undo", "--reason", "why", "--version", "2")
    asked = {"version": 2, "reason": "why", "seconds": 30.0, "overwrite_edits": False}
    assert link.asked == [("jobs", "lines.undo", asked)]


@pytest.mark.parametrize(("words", "asked"), [((), {}), (("--version", "2"), {"version": 2})])
def test_the_document_in_force_is_printed_as_it_is_applied(words: tuple[str, ...], asked: dict[str, int]) -> None:
    document = 'country = "cn"\n\n[spans."X#1"]\nsignalling = "pri"\n'
    link = ScriptedLink({"lines.show": {"version": 2, "document": document, "lines": []}})
    assert run(link, "lines", "show", *words).stdout == document
    assert link.asked == [("jobs", "lines.show", asked)]


def test_no_change_without_a_reason() -> None:
    link = ScriptedLink()
    assert run(link, "lines", "undo").exit_code == 2
    assert link.asked == []


@pytest.mark.parametrize("stay", [True, False])
def test_who_takes_the_configuration_back_is_told_that_the_lines_stay(stay: bool) -> None:
    done = {"change": 7, "done": True, "lines_stay": stay}
    result = run(ScriptedLink(streams={"config.restore": ([], done)}), "config", "restore", "6", "--reason", "r")
    assert ("callstead lines undo" in result.stdout) is stay
