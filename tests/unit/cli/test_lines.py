"""`callstead lines`: a document from three answers, and what it would come to, for machines as trees."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.fakes.hardware import build
from tests.unit.cli.scripted import ScriptedLink, run

TREES = Path(__file__).parents[2] / "data/hardware"
NUMBERS = "02161230000-02161230099"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build((TREES / "mixed.txt").read_text("utf-8").partition("\n-----\n")[0], tmp_path / "machine")


@pytest.fixture
def document(root: Path, tmp_path: Path) -> Path:
    file = tmp_path / "lines.toml"
    file.write_text(asked("lines", "propose", "--number", NUMBERS, "--root", str(root)).stdout, "utf-8")
    return file


def asked(*words: str, status: int = 0, language: str = "en") -> Result:
    link = ScriptedLink()
    result = run(link, *words, language=language)
    assert (result.exit_code, link.asked) == (status, []), result.output
    return result


def planned(document: Path, root: Path, *words: str, status: int = 0) -> Any:
    return json.loads(
        asked("lines", "plan", str(document), "--root", str(root), "--json", *words, status=status).stdout
    )


def test_three_answers_make_a_document_that_plans_without_a_problem(document: Path, root: Path) -> None:
    found = planned(document, root)
    assert found["problems"] == []
    assert [row["clock"] for row in found["lines"] if row["kind"] in ("E1", "BRI")][:2] == [1, 2]
    assert sorted(found["files"]) == [
        "asterisk/chan_dahdi.conf",
        "dahdi/assigned-spans.conf",
        "dahdi/modules",
        "dahdi/span-types.conf",
        "dahdi/system.conf",
        "modprobe.d/callstead-dahdi.conf",
    ]


def test_the_same_for_people(document: Path, root: Path) -> None:
    text = asked("lines", "plan", str(document), "--root", str(root)).stdout
    head, first, *_ = text.splitlines()
    assert head.split()[:4] == ["line", "name", "span", "channels"]
    assert first.split()[2:7] == ["1", "1-15,17-31", "E1", "pri", "cpe"]
    assert "No problems found." in text
    assert "== /etc/dahdi/system.conf" in text
    assert "span=1,1,0,ccs,hdb3,crc4" in text


def test_problems_are_told_and_stop_the_files(document: Path, root: Path) -> None:
    document.write_text('country = "atlantis"\n' + document.read_text("utf-8").partition("\n")[2], "utf-8")
    found = planned(document, root, status=3)
    assert [item["code"] for item in found["problems"]] == ["lines-country-unknown"]
    assert found["files"] == {}
    said = asked("lines", "plan", str(document), "--root", str(root), status=3, language="zh").stdout
    assert "不认识国家或地区 atlantis" in said


def test_what_only_warns_does_not_stop_them(document: Path, root: Path) -> None:
    document.write_text(document.read_text("utf-8") + '\n[spans."1TE133-GONE#1"]\nsignalling = "pri"\n', "utf-8")
    found = planned(document, root)
    assert [(item["code"], item["blocks"]) for item in found["problems"]] == [("lines-card-gone", False)]
    assert found["files"]


def test_a_file_changed_by_hand_is_told_and_shown(document: Path, root: Path, tmp_path: Path) -> None:
    etc = install(planned(document, root)["files"], tmp_path / "etc")
    assert planned(document, root, "--etc", str(etc))["installed"] == {"diff": "", "edited": [], "foreign": []}
    system = etc / "dahdi/system.conf"
    system.write_text(system.read_text("utf-8").replace("dchan=16", "dchan=15"), "utf-8")
    (etc / "dahdi/modules").write_text("wct4xxp\n", "utf-8")
    found = planned(document, root, "--etc", str(etc))["installed"]
    assert (found["edited"], found["foreign"]) == (["dahdi/system.conf"], ["dahdi/modules"])
    assert "-dchan=15\n+dchan=16\n" in found["diff"]
    text = asked("lines", "plan", str(document), "--root", str(root), "--etc", str(etc)).stdout
    assert "Changed by hand since they were written: dahdi/system.conf" in text
    assert "+dchan=16" in text


def test_a_machine_without_cards_has_nothing_to_plan(tmp_path: Path) -> None:
    text = asked("lines", "propose", "--root", str(tmp_path)).stdout
    assert text == 'country = "cn"\n'


def test_a_document_that_is_not_there_is_told(root: Path, tmp_path: Path) -> None:
    result = asked("lines", "plan", str(tmp_path / "none.toml"), "--root", str(root), status=3)
    assert "cli-file-missing" in result.stderr


def test_a_first_phone_is_digits(root: Path) -> None:
    asked("lines", "propose", "--first-phone", "x1", "--root", str(root), status=2)


def install(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder
