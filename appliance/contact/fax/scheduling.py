"""Which faxes are sent now: within their share of the lines, in their hours, the urgent first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from appliance.contact.fax.model import Fax, State
from appliance.contact.fax.settings import Sending
from appliance.contact.routes.model import TrunkState, Way


def next_ones(faxes: Iterable[Fax], under_way: Collection[Fax], rule: Sending, now: datetime) -> tuple[Fax, ...]:
    """Those to begin now; `now` is in the site's zone. A machine is called by one fax at a time."""
    if not within(rule.hours, now):
        return ()
    engaged, found = {fax.number for fax in under_way}, list[Fax]()
    waiting = [fax for fax in faxes if fax.state is State.WAITING and (fax.due_at or now) <= now]
    for fax in sorted(waiting, key=lambda fax: (-fax.priority, fax.at, fax.id)):
        if len(under_way) + len(found) >= rule.most:
            break
        if fax.number not in engaged:
            engaged.add(fax.number)
            found.append(fax)
    return tuple(found)


def free(ways: Sequence[Way], trunks: Mapping[str, TrunkState], kept: int) -> tuple[Way, ...]:
    """The ways on which a fax leaves as many lines free as are kept for people."""
    return tuple(way for way in ways if not way.full and _leaves(trunks.get(way.trunk), kept))


def _leaves(trunk: TrunkState | None, kept: int) -> bool:
    return trunk is None or not trunk.most or trunk.calls + kept < trunk.most


def look_again(faxes: Iterable[Fax], rule: Sending, now: datetime) -> datetime | None:
    """When to look again if nothing happens until then: what is due finds no line now, the rest is due later."""
    spaced = now + timedelta(seconds=rule.spacing)
    due = [fax.due_at if fax.due_at and fax.due_at > now else spaced for fax in faxes if fax.state is State.WAITING]
    if not due:
        return None
    first = min(due).astimezone(now.tzinfo)
    return opens(rule.hours, now) if not within(rule.hours, now) else first


def within(hours: str, now: datetime) -> bool:
    """Whether a clock time lies in `08:00-20:00`, or in `20:00-06:00` across midnight."""
    if not hours:
        return True
    start, end = _times(hours)
    clock = now.time().replace(tzinfo=None)
    return start <= clock < end if start < end else clock >= start or clock < end


def opens(hours: str, now: datetime) -> datetime:
    """The next beginning of the hours."""
    start, _ = _times(hours)
    today = now.replace(hour=start.hour, minute=start.minute, second=0, microsecond=0)
    return today if today >= now else today + timedelta(days=1)


def _times(hours: str) -> tuple[time, time]:
    start, end = hours.split("-")
    return time.fromisoformat(start), time.fromisoformat(end)
