"""Values as a person reads them on a page."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from manager.wiring import console


def moment(value: datetime | None) -> str:
    """A time in the site's zone, to the second; "" for none."""
    return "" if value is None else value.astimezone(_zone()).strftime("%Y-%m-%d %H:%M:%S")


def offer(app: Flask) -> None:
    """Make these known to templates."""
    app.jinja_env.filters.update(moment=moment)


def _zone() -> ZoneInfo:
    return ZoneInfo(console().settings.time_zone)
