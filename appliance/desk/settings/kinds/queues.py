"""Queues."""

from appliance.contact.acd.model import LONGEST_SCRIPT, CallBackMode, Queue, Strategy, Switch
from appliance.desk.settings.kinds.making import COLUMN, Fields
from appliance.desk.settings.model import Field, Kind
from appliance.desk.settings.patterns import KEY, NUMBER, SPAN

_OF = Fields(Queue(""))


def _fields() -> tuple[Field, ...]:
    of = _OF
    of.group = "main"
    main = (
        of.text("title", longest=60),
        of.choice("strategy", Strategy),
        of.names("order", "agent", ordered=True),
        of.levels("skills"),
        of.whole("priority", -1000, 1000),
        of.decimal("ageing", 0, 1000),
        of.whole("ring_time", 3, 600, "s"),
        of.whole("wrap_up", 0, 3600, "s"),
        of.whole("most_talking", 0, 10_000),
        of.choice("switch", Switch),
        of.text("script", longest=LONGEST_SCRIPT),
    )
    of.group = "goal"
    goal = (
        of.whole("target_percent", 1, 100, "%"),
        of.whole("target_seconds", 1, 3600, "s"),
        of.whole("rescue", 0, 10_000),
        of.whole("rescue_seconds", 0, 3600, "s"),
    )
    of.group = "limits"
    limits = (
        of.whole("max_wait", 0, 86_400, "s"),
        of.whole("max_waiting", 0, 10_000),
        of.truth("needs_agents"),
        of.truth("leaves_empty"),
        of.rows(
            "overflow",
            COLUMN.whole("after", 0, 86_400, "s"),
            COLUMN.one("queue", "queue", sparse=True),
            COLUMN.text("exit", sparse=True, longest=40),
        ),
        of.one("overflow_to", "queue"),
        of.whole("overflow_after", 0, 86_400, "s"),
        of.rows(
            "relax",
            COLUMN.whole("after", 0, 86_400, "s"),
            Field("skills", COLUMN.levels("skills").shape, least=0, most=9, required=True),
        ),
    )
    return main + goal + limits + _heard(of) + _callback(of)


def _heard(of: Fields) -> tuple[Field, ...]:
    of.group = "heard"
    return (
        of.one("music", "music", extra=("default",)),
        of.whole("announce_first", 0, 3600, "s"),
        of.whole("announce_every", 0, 3600, "s"),
        of.truth("announce_position"),
        of.truth("announce_wait"),
        of.names("comfort", "prompt", ordered=True),
        of.names("closed_message", "prompt", ordered=True),
        of.names("emergency_message", "prompt", ordered=True),
    )


def _callback(of: Fields) -> tuple[Field, ...]:
    of.group = "callback"
    return (
        of.choice("callback_mode", CallBackMode),
        of.whole("callback_attempts", 1, 50),
        of.whole("callback_spacing", 0, 86_400, "s"),
        of.whole("callback_machine_spacing", 0, 86_400, "s"),
        of.whole("callback_ring", 5, 300, "s"),
        of.whole("callback_preview", 5, 3600, "s"),
        of.whole("callback_refusals", 0, 100),
        of.texts("callback_hours", SPAN),
        of.one("callback_calendar", "calendar"),
        of.names("callback_never", "caller-list", extra=("do-not-call",)),
        of.whole("callback_window", 60, 86_400, "s"),
        of.whole("callback_lead", 0, 86_400, "s"),
        of.text("outbound_number", NUMBER),
        of.truth("hide_number"),
    )


QUEUE = Kind(
    "queue",
    "people",
    _fields(),
    key=KEY,
    listed=("title", "strategy", "skills", "target_percent", "target_seconds"),
    called="title",
    icon="list",
)
