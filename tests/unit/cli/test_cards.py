"""`callstead card list` for machines as trees, in words and as JSON; every trouble is explained in both languages."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

import dahdi_conf
from appliance.cli.cards import CARD
from appliance.errors import LANGUAGES, catalogue
from dahdi_conf.model import Card, Span
from tests.fakes.hardware import build
from tests.unit.cli.scripted import ScriptedLink, run

TREES = Path(__file__).parents[2] / "data/hardware"


def listed(name: str, root: Path, *words: str, language: str = "en") -> str:
    tree = build((TREES / f"{name}.txt").read_text("utf-8").partition("\n-----\n")[0], root)
    link = ScriptedLink()
    result = run(link, "card", "list", "--root", str(tree), *words, language=language)
    assert (result.exit_code, result.stderr, link.asked) == (0, "", [])
    return result.stdout


def test_a_machine_without_cards_is_told_what_works_all_the_same(tmp_path: Path) -> None:
    text = listed("none", tmp_path)
    assert text.startswith("No telephony card was found in this machine.\n")
    assert "next: Without cards everything else works" in text
    assert "SIP 中继" in listed("none", tmp_path / "zh", language="zh")


def test_cards_are_a_table(tmp_path: Path) -> None:
    head, *rows = listed("mixed", tmp_path).splitlines()
    assert head.split()[:5] == ["card", "model", "address", "driver", "lines"]
    cells = [re.split(r"  +", row) for row in rows]
    assert [row[1:] for row in cells] == [
        ["Digium TE131/TE133", "pci 0000:05:00.0", "wcte13xp", "1 E1", "VPMOCT032", "works"],
        ["Digium A8B", "pci 0000:06:00.0", "wcaxx", "4 FXO, 2 FXS", "VPMOCT032", "works"],
        ["Digium B410P", "pci 0000:07:08.0", "wcb4xxp", "4 BRI", "LASVEGAS2", "works"],
    ]


def test_a_card_that_does_not_work_says_why_what_the_kernel_said_and_what_to_do(tmp_path: Path) -> None:
    text = listed("firmware-missing", tmp_path)
    assert "driver failed" in text
    assert "Digium TE820 at 0000:05:00.0 does not work: its firmware file is missing." in text
    assert "The driver wct4xxp asked for dahdi-fw-te820.bin" in text
    assert "next: Put the file into /usr/lib/firmware" in text
    assert "kernel: wct4xxp 0000:05:00.0: firmware dahdi-fw-te820.bin not available from userspace" in text


def test_what_is_wrong_with_a_card_that_works_is_told_too(tmp_path: Path) -> None:
    text = listed("analog", tmp_path, language="zh")
    assert "端口 5 有故障" in text
    assert "内核：wcaxx 0000:06:00.0: Port 5: FAILED FXS (CHINA)" in text


def test_json_has_every_field_of_every_card_and_span(tmp_path: Path) -> None:
    cards = json.loads(listed("gaps", tmp_path, "--json"))
    assert set(cards[0]) == {item.name for item in fields(Card)}
    assert set(cards[0]["spans"][0]) == {item.name for item in fields(Span)} | {"identity"}
    assert [(span["identity"], span["number"], span["base"]) for span in cards[0]["spans"]] == [
        ("1TE435F-S22010111#1", 2, 40),
        ("1TE435F-S22010111#2", None, None),
        ("1TE435F-S22010111#3", 9, 200),
        ("1TE435F-S22010111#4", None, None),
    ]
    assert json.loads(listed("none", tmp_path / "none", "--json")) == []


def test_a_root_that_is_not_there_is_wrong_use() -> None:
    assert run(ScriptedLink(), "card", "list", "--root", "/nowhere").exit_code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_explained_and_nothing_else(language: str) -> None:
    folder = Path(dahdi_conf.__file__).parent
    source = "\n".join((folder / f"{name}.py").read_text("utf-8") for name in ("reasons", "detect"))
    codes = set(re.findall(r"\"([a-z]+(?:-[a-z]+)+)\"", source))
    assert set(catalogue(language, CARD)) == codes | {"none"}


@pytest.mark.parametrize("tree", sorted(TREES.glob("*.txt")), ids=lambda file: file.stem)
def test_no_machine_leaves_a_word_unsaid(tree: Path, tmp_path: Path) -> None:
    for language in LANGUAGES:
        assert "{" not in listed(tree.stem, tmp_path / language, language=language)
