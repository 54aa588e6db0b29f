"""The demo commands without a network: the story of a call, the figures of many, the texts, and what is refused."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from appliance.cli.demo.commands import demo
from appliance.cli.demo.figures import Figures, spread
from appliance.cli.demo.script import Wish, scripted
from appliance.cli.demo.session import demo_words
from appliance.cli.demo.story import Story, Told
from appliance.cli.shape import option_help
from appliance.errors import LANGUAGES, catalogue
from drivers.simulated.sip.caller import Cue, Press, Wait
from drivers.simulated.sip.note import Kind, Note
from drivers.simulated.sip.scenario import SILENCE
from tests.unit.cli.scripted import ScriptedLink, run

CONTACT, OTHER = "018f5a3c-0000-7000-8000-000000000001", "018f5a3c-0000-7000-8000-000000000002"
ARRIVED = {"direction": "inbound", "dialled": "4008001000", "caller": "138", "trunk": "demo-carrier"}
ANSWERED = """
0.0 contact.opened
0.0 recording.started file=x.raw
0.0 flow.node node=welcome type=play
4.7 flow.node node=notice type=play
9.0 flow.node node=hours type=hours
9.0 flow.node node=menu type=menu
10.0 flow.key node=menu key=7 accepted=
14.0 flow.key node=menu key= accepted=
15.0 flow.key node=menu key=1 accepted=true
15.0 queue.entered queue=sales position=1
15.1 offer.made agent=8001 queue=sales
20.1 offer.ended agent=8001 outcome=no-answer
20.2 offer.made agent=8002 queue=sales
21.0 offer.ended agent=8002 outcome=answered
21.1 bridge.joined
31.1 contact.closed result=answered by=caller
"""


def facts(text: str, contact: str = CONTACT, caller: str = "138") -> Iterator[Mapping[str, Any]]:
    """A line each: seconds, kind, data as name=value; values are text, except that an empty one is false too."""
    for line in text.strip().splitlines():
        seconds, kind, *pairs = line.split(" ")
        data = ARRIVED | {"caller": caller} if kind == "contact.opened" else dict(pair.split("=") for pair in pairs)
        at = f"2026-01-02T03:04:{float(seconds):09.6f}+00:00"
        yield {"kind": kind, "data": {"kind": kind, "at": at, "contact": contact, "leg": None, "data": data}}


def heard(story: Story, text: str, **more: str) -> list[Told]:
    return [told for fact in facts(text, **more) if (told := story.hear(fact))]


def test_a_call_is_told_step_by_step() -> None:
    story = Story("138")
    told = heard(story, ANSWERED)
    assert [(step.key, step.after) for step in told] == [
        ("opened", 0.0),
        ("recording", 0.0),
        ("greeted", 0.0),
        ("asked", 9.0),
        ("key-wrong", 10.0),
        ("key-none", 14.0),
        ("key", 15.0),
        ("queued", 15.0),
        ("offered", 15.1),
        ("declined", 20.1),
        ("offered", 20.2),
        ("joined", 21.1),
        ("ended", 31.1),
    ]
    assert told[-2].values == {"agent": "8002"}
    assert (story.contact, story.agent, story.result, story.served) == (CONTACT, "8002", "answered", True)
    assert story.take_cues() == ["menu", "menu", "answered"]
    assert story.take_cues() == []


def test_a_story_hears_only_its_own_caller() -> None:
    story = Story("138")
    assert heard(story, ANSWERED, contact=OTHER, caller="139") == []
    assert (story.contact, story.over) == ("", False)
    assert len(heard(story, ANSWERED)) == 13
    assert heard(story, "40 contact.closed result=abandoned by=caller", contact=OTHER) == []
    assert story.result == "answered"


@pytest.mark.parametrize(
    ("result", "served"), [("answered", True), ("voicemail", True), ("abandoned", False), ("static-group", False)]
)
def test_who_was_served(result: str, served: bool) -> None:
    story = Story("138")
    heard(story, f"0 contact.opened\n1 contact.closed result={result} by=caller")
    assert (story.over, story.served) == (True, served)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_a_sentence(language: str) -> None:
    texts = demo_words(language).tables["step"]
    story = Story("138")
    more = "22 contact.adopted\n23 queue.overflowed queue=a to=b\n24 flow.node node=m type=message"
    for told in [*heard(story, ANSWERED), *heard(story, more)]:
        assert "{" not in texts[told.key].format_map(told.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verb_and_option_has_its_text_and_no_other(language: str) -> None:
    said = demo_words(language)
    verbs = {f"demo.{name}": command for name, command in demo.commands.items()}
    assert {name for name in said.tables["help"] if name.startswith("demo.")} == set(verbs)
    used = set()
    for path, command in verbs.items():
        for option in command.params:
            if isinstance(option, click.Option):
                assert option_help(said, path, option)
                used.add(f"{path}.{option.name}")
    assert {name for name in said.tables["option"] if name.startswith("demo.")} <= used


def test_both_languages_have_the_same_texts() -> None:
    chinese, english = (demo_words(language).tables for language in LANGUAGES)
    assert {name: set(table) for name, table in chinese.items()} == {
        name: set(table) for name, table in english.items()
    }
    codes = [{code for code in catalogue(language) if code.startswith("demo-")} for language in LANGUAGES]
    assert (
        codes[0]
        == codes[1]
        == {
            "demo-simulator-unset",
            "demo-simulator-failed",
            "demo-agents-absent",
            "demo-call-refused",
            "demo-call-unserved",
            "demo-call-unseen",
        }
    )


def test_a_caller_waits_for_the_menu_and_the_answer() -> None:
    caller = scripted(Wish("900", "138", "1#", 5, 60), SILENCE)
    kinds = [type(step) for step in caller.steps]
    assert kinds == [Cue, Wait, Press, Wait, Wait, Press, Wait, Cue]
    assert caller.steps[-1] == Cue("answered", 60, give_up=True)
    assert scripted(Wish("900", "138", "", 5, 60), SILENCE).steps == (Cue("answered", 60, give_up=True),)


def test_figures_of_a_load() -> None:
    figures = Figures({"138", "139", "140", "141"})
    for number in ("138", "139", "140", "141"):
        figures.note(Note(Kind.PLACED, f"sip-{number}", number, "", 1.0))
    figures.note(Note(Kind.REFUSED, "sip-141", "141", "503", 1.0))
    cues = [cue for fact in facts(ANSWERED) for cue in figures.fact(fact)]
    assert cues == [("sip-138", "menu"), ("sip-138", "menu"), ("sip-138", "answered")]
    for fact in facts("0 contact.opened\n50 contact.closed result=abandoned by=caller", OTHER, "139"):
        figures.fact(fact)
    for fact in facts("0 contact.opened\n", "stranger", "555"):
        assert figures.fact(fact) == []
    assert (figures.live, figures.waiting, figures.talking) == (0, 0, 0)
    assert figures.report(failed=1) == {
        "placed": 4,
        "answered": 1,
        "abandoned": 1,
        "voicemail": 0,
        "failed": 1,
        "other": {},
        "unseen": 1,
        "answer_s": {"p50": 21.1, "p95": 21.1, "p99": 21.1},
    }


def test_live_figures_tell_waiting_from_talking() -> None:
    figures = Figures({"138", "139"})
    for fact in facts("0 contact.opened\n1 bridge.joined"):
        figures.fact(fact)
    for fact in facts("0 contact.opened", OTHER, "139"):
        figures.fact(fact)
    assert (figures.live, figures.waiting, figures.talking) == (2, 1, 1)


def test_percentiles_of_nothing() -> None:
    assert spread([]) == {"p50": None, "p95": None, "p99": None}


ACCOUNTS = {
    "numbers": ["4008001000"],
    "trunk": {"name": "demo-carrier", "address": "127.0.0.9"},
    "agents": [
        {
            "agent": "8001",
            "phone": "8001",
            "secret": "s3cret",
            "sip": {"address": "127.0.0.1", "udp_port": 5060, "tls_port": 5061},
        }
    ],
}


def test_accounts_as_text_and_as_json() -> None:
    link = ScriptedLink({"demo.accounts": ACCOUNTS})
    shown = run(link, "demo", "accounts").stdout.splitlines()
    assert shown[:2] == ["numbers  4008001000", "trunk    demo-carrier, recognised by the address 127.0.0.9"]
    assert shown[-1].split() == ["8001", "8001", "s3cret", "127.0.0.1", "5060", "5061"]
    assert json.loads(run(link, "demo", "accounts", "--json").stdout) == ACCOUNTS


@pytest.mark.parametrize(
    "words",
    [
        ("call", "--keys", "1x"),
        ("call", "--talk", "0"),
        ("load", "--cps", "51"),
        ("load", "--for", "3601"),
        ("load", "--cps", "0"),
        ("nothing",),
    ],
)
def test_wrong_use_is_status_2(words: tuple[str, ...]) -> None:
    assert run(ScriptedLink(), "demo", *words).exit_code == 2


@pytest.mark.parametrize("verb", ["call", "load", "agents"])
def test_without_a_simulator_the_refusal_says_what_to_do(verb: str) -> None:
    outcome = run(ScriptedLink(), "demo", verb)
    assert outcome.exit_code == 3
    assert "demo-simulator-unset" in outcome.stderr
    assert "make up" in outcome.stderr


def test_help_is_in_the_readers_language() -> None:
    assert "模拟坐席" in run(ScriptedLink(), "demo", "load", "--help", language="zh").stdout
    assert "Calls per second" in run(ScriptedLink(), "demo", "load", "--help").stdout


def test_the_demo_folder_brings_no_text_of_its_own() -> None:
    """Every sentence a person reads comes from the catalogue: no code file holds a Chinese character."""
    for file in (Path(__file__).parents[3] / "appliance" / "cli" / "demo").glob("*.py"):
        assert not any("\u4e00" <= character <= "\u9fff" for character in file.read_text("utf-8"))
