"""Each kind of node as people write it."""

from collections.abc import Callable, Mapping
from typing import Any

from appliance.contact.ivr.branching import CHECKS, Case, Test
from appliance.contact.ivr.fields import (
    Reader,
    flag,
    key_set,
    key_targets,
    levels,
    members,
    named_targets,
    one_of,
    pattern,
    positive,
    spans,
    text,
    text_values,
    texts,
    variable,
    whole,
)
from appliance.contact.ivr.nodes import (
    SILENT,
    WRONG,
    Branch,
    CallBack,
    Collect,
    Enqueue,
    Fax,
    HangUp,
    Hours,
    Language,
    LookUp,
    Menu,
    Message,
    Node,
    Play,
    Return,
    RingAgent,
    RingNumber,
    RingPhone,
    SayValue,
    SetValues,
    SubFlow,
    Survey,
    Switch,
)
from appliance.contact.ivr.reading import FORMS
from appliance.errors import LANGUAGES


def _play(read: Reader) -> Node:
    return Play(read.take("prompts", texts), read.take("next", str), read.take("whole", flag, False))


def _say(read: Reader) -> Node:
    return SayValue(
        read.take("value", text),
        read.take("form", one_of(*sorted(FORMS))),
        read.take("next", str),
        read.take("before", texts, ()),
        read.take("after", texts, ()),
        read.take("unreadable", str, ""),
    )


def _menu(read: Reader) -> Node:
    return Menu(
        read.take("prompts", texts),
        read.take("keys", key_targets),
        read.take("otherwise", str),
        read.take("seconds", positive, 6),
        read.take("tries", positive, 3),
        read.take("wrong_key", texts, WRONG),
        read.take("no_key", texts, SILENT),
    )


def _collect(read: Reader) -> Node:
    node = Collect(
        read.take("prompts", texts),
        read.take("variable", variable),
        read.take("next", str),
        read.take("otherwise", str),
        read.take("min", positive, 1),
        read.take("max", positive, 20),
        read.take("end_key", key_set, "#"),
        read.take("seconds", positive, 6),
        read.take("between", positive, 4),
        read.take("tries", positive, 3),
        read.take("pattern", pattern, ""),
        read.take("secret", flag, False),
        read.take("wrong_key", texts, WRONG),
        read.take("no_key", texts, SILENT),
    )
    if node.least > node.most:
        read.wrong("flow-digits-range", "min", min=node.least, max=node.most)
    return node


def _survey(read: Reader) -> Node:
    return Survey(
        read.take("question", variable),
        read.take("prompts", texts),
        read.take("next", str),
        read.take("keys", key_set, "12345"),
        read.take("seconds", positive, 6),
        read.take("tries", positive, 2),
        read.take("wrong_key", texts, WRONG),
        read.take("no_key", texts, SILENT),
    )


def _language(read: Reader) -> Node:
    return Language(read.take("language", one_of(*LANGUAGES)), read.take("next", str))


def _hours(read: Reader) -> Node:
    named = read.has("calendar")
    return Hours(
        read.take("spans", spans, () if named else None),
        read.take("open", str),
        read.take("closed", str),
        read.take("calendar", text, ""),
        read.take("holiday", str, ""),
        read.take("error", str, ""),
    )


def _branch(read: Reader) -> Node:
    listed = read.take("cases", list)
    cases = [_case(read, number, item) for number, item in enumerate(listed, 1)]
    return Branch(tuple(case for case in cases if case), read.take("otherwise", str))


def _case(read: Reader, number: int, item: Any) -> Case | None:
    """`{to, data, is = "x"}` or `{to, all = [{data, starts = "x"}, ...]}`."""
    if not isinstance(item, Mapping):
        read.wrong("flow-field-wrong", f"cases.{number}", value=str(item)[:60])
        return None
    fields = Reader(f"{read.where}.cases.{number}", item, read.problems)
    to = fields.take("to", str)
    several: list[Any] = fields.take("all", list, [])
    tests = [_test(Reader(f"{fields.where}.all", one, read.problems)) for one in several if isinstance(one, Mapping)]
    if not several:
        tests = [_test(fields)]
    else:
        fields.finish()
    return Case(to, tuple(tests))


def _test(fields: Reader) -> Test:
    named = [check for check in sorted(CHECKS) if fields.has(check)]
    check = named[0] if named else "present"
    if len(named) != 1:
        fields.wrong("flow-check-missing", "data", known=", ".join(sorted(CHECKS)))
    data = fields.take("data", text, "" if check == "during" else None)
    against = fields.take(check, _AGAINST[check], True if check == "present" else None)
    fields.finish()
    return Test(data, check, against)


def _values(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)


def _figure(value: Any) -> float:
    if value == "":
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    return value


_AGAINST: Mapping[str, Callable[[Any], Any]] = {
    "present": flag,
    "is": _values,
    "starts": texts,
    "matches": pattern,
    "listed": text,
    "at_least": _figure,
    "below": _figure,
    "during": spans,
}


def _switch(read: Reader) -> Node:
    return Switch(read.take("switch", text, "emergency"), read.take("on", str), read.take("off", str))


def _set(read: Reader) -> Node:
    return SetValues(read.take("values", text_values), read.take("next", str))


def _lookup(read: Reader) -> Node:
    body: Mapping[str, str] | None = read.take("body", members) if read.has("body") else None
    return LookUp(
        read.take("host", text),
        read.take("path", text),
        read.take("answers", text_values, {}),
        read.take("next", str),
        read.take("error", str),
        read.take("missing", str, ""),
        read.take("method", one_of("GET", "POST"), "GET" if body is None else "POST"),
        body,
        read.take("seconds", positive, 3),
        read.take("prompts", texts, ()),
    )


def _queue(read: Reader) -> Node:
    return Enqueue(
        read.take("queue", str),
        read.take("timed_out", str),
        read.take("priority", whole, 0),
        read.take("prompts", texts, ()),
        read.take("exits", named_targets, {}),
        read.take("keys", key_targets, {}),
        read.take("after", str, ""),
        read.take("skills", levels, {}),
        read.take("fast_lane", flag, False),
        read.take("agent", str, ""),
        read.take("agent_seconds", positive, 30),
    )


def _callback(read: Reader) -> Node:
    return CallBack(
        read.take("next", str),
        read.take("refused", str),
        read.take("queue", str, ""),
        read.take("number", str, ""),
        read.take("when", texts, ()),
        read.take("appointed", str, ""),
        read.take("seconds", positive, 8),
        read.take("between", positive, 4),
        read.take("tries", positive, 3),
        read.take("end_key", key_set, "#"),
        read.take("wrong_key", texts, ("callback-time-wrong",)),
        read.take("no_key", texts, SILENT),
        read.take("closed", texts, ("callback-time-closed",)),
    )


def _agent(read: Reader) -> Node:
    return RingAgent(*_rung(read, "agent"))


def _extension(read: Reader) -> Node:
    return RingPhone(*_rung(read, "phone"))


def _outside(read: Reader) -> Node:
    return RingNumber(*_rung(read, "number"))


def _rung(read: Reader, who: str) -> tuple[str, str, int, str, str, tuple[str, ...]]:
    return (
        read.take(who, text),
        read.take("failed", str),
        read.take("seconds", positive, 25),
        read.take("busy", str, ""),
        read.take("after", str, ""),
        read.take("prompts", texts, ()),
    )


def _message(read: Reader) -> Node:
    return Message(
        read.take("prompts", texts),
        read.take("next", str),
        read.take("seconds", positive, 120),
        read.take("box", text, ""),
    )


def _fax(read: Reader) -> Node:
    return Fax(read.take("box", text), read.take("after", str, ""))


def _sub_flow(read: Reader) -> Node:
    return SubFlow(read.take("flow", text), read.take("next", str))


def _return(read: Reader) -> Node:
    return Return()


def _hangup(read: Reader) -> Node:
    return HangUp(read.take("prompts", texts, ()), read.take("closed_hours", flag, False))


KINDS: Mapping[str, Callable[[Reader], Node]] = {
    "play": _play,
    "say": _say,
    "menu": _menu,
    "collect": _collect,
    "survey": _survey,
    "language": _language,
    "hours": _hours,
    "branch": _branch,
    "switch": _switch,
    "set": _set,
    "lookup": _lookup,
    "queue": _queue,
    "callback": _callback,
    "agent": _agent,
    "extension": _extension,
    "outside": _outside,
    "message": _message,
    "fax": _fax,
    "flow": _sub_flow,
    "return": _return,
    "hangup": _hangup,
}
