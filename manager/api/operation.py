"""An operation of the interface: a view whose annotations say what it takes and what it answers."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from flask import Response, g, request
from pydantic import BaseModel, ValidationError

from appliance.desk.people.tokens.errors import TokenNeeded
from manager.api import replies
from manager.api.errors import KindUnsupported, RequestInvalid
from manager.present import asking
from manager.rights import needs, signed_in
from manager.wiring import console

OPERATION = "callstead_operation"
SHOWN = 20
"""Problems of one request that are named."""

View = Callable[..., BaseModel | Response]


@dataclass(frozen=True, slots=True)
class Operation:
    """`asked` is the query, `body` the JSON body, `answer` the JSON answer or None for a file of kind `file`.

    `once`: an Idempotency-Key is kept; `matches`: If-Match is needed; `tagged`: the answer has an ETag.
    """

    right: str
    summary: str
    status: int
    asked: type[BaseModel] | None
    body: type[BaseModel] | None
    answer: type[BaseModel] | None
    once: bool = False
    matches: bool = False
    tagged: bool = False
    file: str = ""
    also: tuple[int, ...] = ()
    """Other statuses that it may answer."""


def operation(right: str = "", *, status: int = 200, **more: Any) -> Callable[[View], Callable[..., Response]]:
    """Open to tokens with `right`, "" for every token; the view's parameters `asked` and `body` are shapes."""

    def made(view: View) -> Callable[..., Response]:
        hints = get_type_hints(view)
        answer = hints["return"] if issubclass(hints["return"], BaseModel) else None
        summary = (view.__doc__ or "").strip().split("\n")[0]
        told = Operation(right, summary, status, hints.get("asked"), hints.get("body"), answer, **more)

        @functools.wraps(view)
        def met(**place: Any) -> Response:
            if asking() is None:
                raise TokenNeeded()
            return replies.once(told.once, lambda: _met(view, told, place))

        setattr(met, OPERATION, told)
        return (needs(right) if right else signed_in)(met)

    return made


def tell(header: str, value: str) -> None:
    """A header of the answer at hand."""
    g.setdefault("told", {})[header] = value


def _met(view: View, told: Operation, place: dict[str, Any]) -> Response:
    if told.asked:
        place["asked"] = _read(told.asked, "query", lambda shape: shape.model_validate(_query(shape)))
    if told.body:
        place["body"] = _read(told.body, "body", lambda shape: shape.model_validate_json(_json(), strict=True))
    answer = view(**place)
    if isinstance(answer, BaseModel):
        answer = Response(answer.model_dump_json(), told.status, mimetype="application/json")
    answer.headers.update(g.get("told", {}))
    _note()
    return answer


def _note() -> None:
    """Whatever a token has changed is in the audit trail by its address, beside what the service itself notes."""
    if request.method not in ("GET", "HEAD"):
        console().notes.note("api.request", f"{request.method} {request.path}")


def _query(shape: type[BaseModel]) -> dict[str, Any]:
    """The query's values; what is given twice is a list, which only a list takes."""
    lists = request.args.lists()
    return {name: values[0] if len(values) == 1 else values for name, values in lists}


def _json() -> bytes:
    if request.mimetype != "application/json":
        raise KindUnsupported(kind=request.mimetype[:80])
    return request.get_data()


def _read(shape: type[BaseModel], part: str, read: Callable[[type[BaseModel]], BaseModel]) -> BaseModel:
    try:
        return read(shape)
    except ValidationError as fault:
        problems = [
            {"in": part, "field": ".".join(map(str, one["loc"])), "rule": one["type"], "says": one["msg"]}
            for one in fault.errors(include_url=False, include_context=False, include_input=False)[:SHOWN]
        ]
        first = problems[0]
        raise RequestInvalid(field=first["field"] or part, says=first["says"], problems=problems) from fault
