"""When a waiting call is taken further, and where to: the next step of its queue's chain."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from appliance.contact.acd.model import Overflow, Queue, Waiting


def upcoming(call: Waiting, queues: Mapping[str, Queue], now: datetime) -> tuple[datetime, Overflow] | None:
    """The step that comes next and its moment; None when there is none. Nobody who is absent is led out by an exit.

    A queue with a chain counts all of it from the beginning of this stay; else each queue passes the call on to one
    other, counted from the moment at which it came there, which for all but the first is `now`.
    """
    own, stays = queues.get(call.queues[0]), call.stays_since or call.entered_at
    if own and own.overflow:
        steps = [step for step in own.overflow if _ahead(step, call, queues)]
        return (stays + timedelta(seconds=steps[0].after), steps[0]) if steps else None
    last = queues.get(call.queues[-1])
    if last is None or not last.overflow_to or not last.overflow_after:
        return None
    since = stays if len(call.queues) == 1 else now
    return since + timedelta(seconds=last.overflow_after), Overflow(last.overflow_after, last.overflow_to)


def _ahead(step: Overflow, call: Waiting, queues: Mapping[str, Queue]) -> bool:
    return not call.absent if step.exit else step.queue in queues and step.queue not in call.queues
