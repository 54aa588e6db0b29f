"""Queues with the figures of this moment and of the day."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from pydantic import Field

from manager.api.operation import operation
from manager.api.shapes import Shape
from manager.errors import NotThere
from manager.present import me
from manager.wiring import console

resource = Blueprint("api-queues", __name__, url_prefix="/api/v1/queues")


class QueueFigures(Shape):
    """A queue; counts are of the site's day, seconds are of this moment."""

    queue: str
    name: str
    waiting: int
    longest_wait_s: float
    agents_ready: int
    agents_signed_in: int
    offered: int
    answered: int
    abandoned: int
    service_level: float | None = Field(description="Percent answered in time; null while nobody has called.")
    target_percent: int
    target_seconds: int


class QueueList(Shape):
    """All queues within the token's reach."""

    items: list[QueueFigures]


@resource.get("")
@operation("boards.see")
def listed() -> QueueList:
    """All queues with their live figures."""
    lines = console().ask("engine", "queue.list") or ()
    return QueueList(items=[_figures(line) for line in lines if me().person.scope.queue(line["queue"])])


@resource.get("/<queue>")
@operation("boards.see")
def one(queue: str) -> QueueFigures:
    """One queue with its live figures."""
    if not me().person.scope.queue(queue):
        raise NotThere()
    return _figures(console().ask("engine", "queue.show", queue=queue))


def _figures(line: Mapping[str, Any]) -> QueueFigures:
    return QueueFigures(**{name: line[name] for name in QueueFigures.model_fields})
