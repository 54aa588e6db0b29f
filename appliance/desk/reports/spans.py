"""Periods by name, the parts that they may be cut into, and the period that one is compared with."""

from datetime import date, datetime, time, timedelta, tzinfo

from appliance.desk.reports.errors import ReportPeriodInvalid
from appliance.desk.reports.model import Against

CHOSEN = "chosen"
NAMED = (
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "last-7",
    "last-30",
    "this-month",
    "last-month",
    "last-365",
    CHOSEN,
)
LONGEST = timedelta(days=400)
MOST = {"15m": timedelta(days=8), "hour": timedelta(days=63), "day": LONGEST, "week": LONGEST, "month": LONGEST}
"""How long a period in parts of each length may be."""
QUARTER, DAY, WEEK, YEAR = timedelta(minutes=15), timedelta(days=1), timedelta(days=7), timedelta(days=364)


def span(name: str, now: datetime, zone: tzinfo, since: str = "", until: str = "") -> tuple[datetime, datetime]:
    """Beginning and end of a period by name, in the zone; for a chosen one its first and last day or moments.

    Raises ReportPeriodInvalid.
    """
    today = now.astimezone(zone).date()
    first, last = _days(name, today) if name != CHOSEN else (None, None)
    if first and last:
        return _midnight(first, zone), _midnight(last, zone)
    begin, end = _moment(since, zone), _moment(until, zone, DAY)
    if not timedelta() < end - begin <= LONGEST:
        raise ReportPeriodInvalid(since=since[:40], until=until[:40], longest=LONGEST.days)
    return begin, end


def part_for(by: str, since: datetime, until: datetime) -> str:
    """The length of parts to be shown: the one asked for, or the next coarser that fits; "" is for the page to say."""
    length = until - since
    if not by:
        by = next(name for name, most in (("hour", 2 * DAY), ("day", 62 * DAY), ("month", LONGEST)) if length <= most)
    names = list(MOST)
    if by not in names:
        raise ReportPeriodInvalid(since=by[:40], until="", longest=LONGEST.days)
    return next(name for name in names[names.index(by) :] if length <= MOST[name])


def compared(since: datetime, until: datetime, against: Against, now: datetime) -> tuple[datetime, datetime, datetime]:
    """The end of a period that is compared, and beginning and end of the one that it is compared with.

    Of a period that is not over both last as long as it has lasted, in whole quarters of an hour: so like stands
    beside like. Whole days stay whole days over changes of the clock.
    """
    begin, end = _earlier(since, until, against)
    if not since <= now < until:
        return until, begin, end
    here = now.astimezone(since.tzinfo)
    quarter = here.replace(minute=here.minute - here.minute % 15, second=0, microsecond=0)
    cut = min(until, max(since + QUARTER, quarter))
    # Times of one zone differ as its clocks show them.
    return cut, begin, min(end, begin + (cut.replace(tzinfo=None) - since.replace(tzinfo=None)))


def _earlier(since: datetime, until: datetime, against: Against) -> tuple[datetime, datetime]:
    if against is Against.YEAR:
        return since - YEAR, until - YEAR
    if _is_month(since, until):
        return (since - DAY).replace(day=1), since
    return since - (until.replace(tzinfo=None) - since.replace(tzinfo=None)), since


def _is_month(since: datetime, until: datetime) -> bool:
    next_month = (since.replace(day=1) + timedelta(days=32)).replace(day=1)
    return since.day == 1 and since.time() == time() and until == next_month


def _days(name: str, today: date) -> tuple[date | None, date | None]:
    """The first day and the day after the last; none for a name that there is not."""
    tomorrow, monday, first = today + DAY, today - timedelta(days=today.weekday()), today.replace(day=1)
    return {
        "today": (today, tomorrow),
        "yesterday": (today - DAY, today),
        "this-week": (monday, monday + WEEK),
        "last-week": (monday - WEEK, monday),
        "last-7": (tomorrow - WEEK, tomorrow),
        "last-30": (tomorrow - timedelta(days=30), tomorrow),
        "this-month": (first, (first + timedelta(days=32)).replace(day=1)),
        "last-month": ((first - DAY).replace(day=1), first),
        "last-365": (tomorrow - timedelta(days=365), tomorrow),
    }.get(name, (None, None))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _moment(text: str, zone: tzinfo, later: timedelta = timedelta()) -> datetime:
    """A day or moment as a form gives it; of a day the beginning, `later`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ReportPeriodInvalid(since=text[:40], until="", longest=LONGEST.days) from None
    if not 2000 <= found.year < 2200:
        raise ReportPeriodInvalid(since=text[:40], until="", longest=LONGEST.days)
    here = found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
    return here + later if len(text) <= len("2026-01-01") else here
