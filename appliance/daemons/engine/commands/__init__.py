"""What the engine does for the console and the command line, one module per noun."""

from collections.abc import Mapping

from appliance.control.commands import Handler
from appliance.daemons import alarms
from appliance.daemons.engine.commands import (
    agents,
    boxes,
    browsers,
    callbacks,
    calls,
    captures,
    codes,
    demo,
    dictation,
    duty,
    faxes,
    flow_settings,
    flows,
    hearings,
    lines,
    live,
    monitoring,
    notices,
    numbers,
    page_groups,
    pages,
    phones,
    proposals,
    queues,
    recordings,
    resources,
    routes,
    service_numbers,
    spans,
    status,
    trunk_captures,
    versions,
)
from appliance.daemons.engine.process import Engine

NOUNS = (
    agents,
    boxes,
    browsers,
    callbacks,
    calls,
    captures,
    codes,
    demo,
    dictation,
    duty,
    faxes,
    flow_settings,
    flows,
    hearings,
    lines,
    live,
    monitoring,
    notices,
    numbers,
    page_groups,
    pages,
    phones,
    proposals,
    queues,
    recordings,
    resources,
    routes,
    service_numbers,
    spans,
    status,
    trunk_captures,
    versions,
)


def handlers(engine: Engine) -> Mapping[str, Handler]:
    """Every command by its name, and the live event stream."""
    found: dict[str, Handler] = {"events": engine.feed.events, **alarms.handlers(engine.alarms)}
    for noun in NOUNS:
        found |= noun.handlers(engine)
    return found
