"""The box itself: whether it works, its version, and the description of this interface."""

import json
from typing import Literal

from flask import Blueprint, Response, current_app
from pydantic import Field

from appliance import __version__
from appliance.errors import Refusal
from manager.api.description import described
from manager.api.identity import token
from manager.api.operation import operation
from manager.api.shapes import Moment, Shape
from manager.present import me
from manager.rights import open_to_all
from manager.wiring import console

resource = Blueprint("api-about", __name__, url_prefix="/api/v1")


class Health(Shape):
    """Whether calls can be taken."""

    status: Literal["well", "no-calls", "away"] = Field(
        description="`no-calls`: Asterisk is not connected; `away`: the engine does not answer."
    )
    version: str


class Me(Shape):
    """What the token of this request may."""

    name: str
    system: str
    rights: list[str] = Field(description="As of now: never more than the token's maker may.")
    queues: list[str] | None = Field(description="null is all.")
    teams: list[str] | None = Field(description="null is all.")
    expires_at: Moment


@resource.get("/openapi.json")
@open_to_all
def openapi() -> Response:
    """The description of the interface, OpenAPI 3.1."""
    return Response(json.dumps(described(current_app), ensure_ascii=False), mimetype="application/json")


@resource.get("/health")
@operation()
def health() -> Health:
    """Whether calls can be taken, and the version of the box."""
    try:
        status = console().ask("engine", "status", within=2.0) or {}
    except Refusal:
        return Health(status="away", version=__version__)
    return Health(status="well" if status.get("ready") else "no-calls", version=__version__)


@resource.get("/me")
@operation()
def who() -> Me:
    """What this token may."""
    scope, of = me().person.scope, token()
    return Me(
        name=of.name,
        system=of.system,
        rights=sorted(me().rights),
        queues=None if scope.queues is None else sorted(scope.queues),
        teams=None if scope.teams is None else sorted(scope.teams),
        expires_at=of.expires_at,
    )
