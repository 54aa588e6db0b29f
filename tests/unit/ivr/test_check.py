"""What is wrong with a flow that can be read."""

from typing import Any

from appliance.contact.ivr.check import Surroundings, needed_by, problems
from appliance.contact.ivr.document import parse
from appliance.contact.ivr.exits import reach
from appliance.contact.ivr.problem import Problem
from tests.unit.ivr.flows import document

QUEUES = {"sales"}
PROMPTS = {"notice", "main-menu", "wrong", "silence", "please-wait", "greeting", "beep", "goodbye", "p"}
BYE = {"type": "hangup"}


AROUND = Surroundings(prompts={"en": PROMPTS}, queues=QUEUES)


def found(shape: dict[str, Any], around: Surroundings = AROUND) -> tuple[str, ...]:
    return tuple(told(problem) for problem in problems(parse("main", shape), around))


def told(problem: Problem) -> str:
    about = [str(value) for name, value in problem.details.items() if name not in ("start", "language")]
    return " ".join([problem.where, problem.code.removeprefix("flow-"), *about])


def menu(*targets: str, otherwise: str = "bye") -> dict[str, Any]:
    keys = {str(number): target for number, target in enumerate(targets)} or {"1": otherwise}
    node = {"type": "menu", "prompts": [], "keys": keys, "otherwise": otherwise}
    return {**node, "wrong_key": ["wrong"], "no_key": ["silence"]}


def play(target: str) -> dict[str, Any]:
    return {"type": "play", "prompts": ["p"], "next": target}


def hours(open_: str, closed: str) -> dict[str, Any]:
    return {"type": "hours", "spans": ["daily 00:00-00:00"], "open": open_, "closed": closed}


WHOLE = document("play", play=play("hours"), hours=hours("menu", "message"))


def test_a_whole_flow_has_no_problem() -> None:
    assert found(WHOLE) == ()


def test_every_exit_must_lead_somewhere() -> None:
    lost = {
        "start": "a",
        "nodes": {
            "a": menu("b", "x1", otherwise="x2"),
            "b": hours("c", "x3"),
            "c": {"type": "queue", "queue": "sales", "timed_out": "x4"},
        },
    }
    assert found(lost) == (
        "a.keys.1 exit-nowhere x1",
        "a.otherwise exit-nowhere x2",
        "b.closed exit-nowhere x3",
        "c.timed_out exit-nowhere x4",
    )


def test_every_prompt_of_every_node_must_exist() -> None:
    silent = {
        "start": "a",
        "nodes": {
            "a": {**menu("b", otherwise="d"), "prompts": ["n1"], "wrong_key": ["n2"], "no_key": ["n3"]},
            "b": {**play("c"), "prompts": ["p", "n4"]},
            "c": {"type": "queue", "queue": "sales", "timed_out": "d", "prompts": ["n5"]},
            "d": {"type": "message", "prompts": ["n6"], "next": "e"},
            "e": {**BYE, "prompts": ["n7"]},
        },
    }
    assert [problem.split(" prompt-unknown ")[1] for problem in found(silent)] == [
        "n1",
        "n2",
        "n3",
        "n4",
        "n5",
        "n6",
        "n7",
    ]


def test_the_prompts_of_a_menu_that_nobody_named_must_exist_too() -> None:
    plain = {"type": "menu", "prompts": [], "keys": {"1": "bye"}, "otherwise": "bye"}
    assert found({"start": "a", "nodes": {"a": plain, "bye": BYE}}) == (
        "a prompt-unknown invalid-key",
        "a prompt-unknown no-input",
    )


def test_a_queue_must_exist() -> None:
    waiting = {"type": "queue", "queue": "gold", "timed_out": "bye"}
    assert found({"start": "a", "nodes": {"a": waiting, "bye": BYE}}) == ("a queue-unknown gold",)


def test_every_node_must_be_within_reach() -> None:
    apart = {"start": "a", "nodes": {"a": BYE, "b": play("c"), "c": BYE}}
    assert found(apart) == ("b unreachable", "c unreachable")


def test_what_only_goes_round_can_never_end() -> None:
    round_ = {
        "start": "m",
        "nodes": {"m": menu("a", otherwise="bye"), "a": play("b"), "b": hours("a", "a"), "bye": BYE},
    }
    assert found(round_) == (
        "a trapped",
        "b trapped",
    )


def test_a_round_with_one_way_out_may_be_walked() -> None:
    for way_out in (BYE, {"type": "queue", "queue": "sales", "timed_out": "a"}):
        assert found({"start": "a", "nodes": {"a": play("b"), "b": hours("a", "c"), "c": way_out}}) == ()


def test_a_message_alone_is_no_end() -> None:
    speaking = {"type": "message", "prompts": ["p"], "next": "a"}
    assert found({"start": "a", "nodes": {"a": speaking}}) == ("a trapped",)


def test_all_problems_are_found_at_once() -> None:
    shape = {"start": "a", "nodes": {"a": menu("a", otherwise="x"), "b": {**play("b"), "prompts": ["n"]}}}
    assert len(found(shape)) == 4


def test_reach_follows_every_exit() -> None:
    flow = parse("main", WHOLE)
    assert reach(flow) == {"play", "hours", "menu", "message", "queue", "bye"}


FLOWS = {
    "other": parse("other", {"start": "a", "nodes": {"a": {"type": "flow", "flow": "main", "next": "b"}, "b": BYE}}),
}


def test_whatever_a_flow_names_must_exist() -> None:
    named = {
        "start": "a",
        "nodes": {
            "a": {"type": "hours", "calendar": "office", "open": "b", "closed": "b"},
            "b": {"type": "switch", "switch": "flood", "on": "c", "off": "c"},
            "c": {"type": "lookup", "host": "crm", "path": "/", "next": "d", "error": "d"},
            "d": {
                "type": "branch",
                "otherwise": "e",
                "cases": [
                    {"to": "e", "data": "caller", "listed": "vip"},
                    {"to": "x", "data": "queue.gold.free", "at_least": 1},
                ],
            },
            "e": {"type": "flow", "flow": "none", "next": "f"},
            "f": {"type": "agent", "agent": "8001", "failed": "g"},
            "g": {"type": "extension", "phone": "p1", "failed": "h"},
            "h": {"type": "set", "values": {"caller": "x"}, "next": "i"},
            "i": BYE,
        },
    }
    assert found(named) == (
        "a calendar-unknown office",
        "b switch-unknown flood",
        "c host-unknown crm",
        "d.cases.2 exit-nowhere x",
        "d list-unknown vip",
        "d queue-unknown gold",
        "e subflow-unknown none",
        "f agent-unknown 8001",
        "g phone-unknown p1",
        "h variable-reserved caller",
    )


def test_a_prompt_is_needed_in_every_language_of_the_centre() -> None:
    around = Surroundings(prompts={"en": {"p"}, "zh": set()}, queues=QUEUES)
    told_ = problems(parse("main", {"start": "a", "nodes": {"a": {**BYE, "prompts": ["p"]}}}), around)
    assert [problem.details for problem in told_] == [{"prompt": "p", "language": "zh"}]


def test_reading_aloud_needs_its_words() -> None:
    shape = {"start": "a", "nodes": {"a": {"type": "say", "value": "7", "form": "position", "next": "b"}, "b": BYE}}
    assert found(shape)[0] == "a prompt-unknown position-1"
    assert len(found(shape)) == 21


def test_a_flow_that_enters_itself_is_found_through_others() -> None:
    shape = {"start": "a", "nodes": {"a": {"type": "flow", "flow": "other", "next": "b"}, "b": BYE}}
    assert found(shape, Surroundings(flows=FLOWS)) == ("main enters-itself main",)


def test_what_is_named_is_known_to_be_needed() -> None:
    assert [*needed_by("calendar", "office", FLOWS.values())] == []
    shape = {"start": "a", "nodes": {"a": {"type": "switch", "on": "b", "off": "b"}, "b": BYE}}
    assert [*needed_by("switch", "emergency", [parse("main", shape)])] == ["main"]
