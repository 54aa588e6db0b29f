"""What is configured: kinds and documents read, changes proposed, refused with reasons at fields, made and undone."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint
from pydantic import Field

from appliance.desk.settings import model
from appliance.desk.settings.known import KINDS
from appliance.errors import Refusal
from manager.api.errors import ConfigurationRefused
from manager.api.operation import operation
from manager.api.shapes import WRITTEN, Moment, Shape
from manager.configuring import keeping, reading, refusing, saying
from manager.configuring.keeping import Wish
from manager.errors import NotAllowed, NotThere
from manager.pages.settings_history import FIRST
from manager.present import actor, me
from manager.wiring import console

resource = Blueprint("api-configuration", __name__, url_prefix="/api/v1/configuration")
MOST = 300
Body = dict[str, Any]
Documents = dict[str, dict[str, Body | None]]


class FieldTold(Shape):
    """One field of a kind of document."""

    name: str
    label: str = Field(description="What people call it, in the caller's language.")
    shape: str = Field(description="text, whole, decimal, truth, choice, choices, name, names, texts, levels, rows ...")
    required: bool
    default: Any
    of: str = Field(description="The kind that a name is of; empty for none.")
    choices: list[str]
    least: float | None
    most: float | None
    longest: int
    pattern: str
    unit: str
    columns: list["FieldTold"] = Field(description="Of rows.")


class KindTold(Shape):
    """A kind of document."""

    kind: str
    label: str
    area: str
    only: str = Field(description="The key, where there is one document alone.")
    key: str = Field(description="The pattern of keys.")
    may_change: bool = Field(description="Whether this token may, within its queues and teams.")
    fields: list[FieldTold]


class KindList(Shape):
    """All kinds of documents."""

    items: list[KindTold]


class Document(Shape):
    """A document; of passwords only that there is one."""

    kind: str
    key: str
    body: Body


class DocumentList(Shape):
    """Documents as of a change."""

    change: int = Field(description="The last change that they hold: `since` of the next proposal.")
    items: list[Document]


class DocumentQuestion(Shape):
    """As of which change."""

    at: int | None = Field(None, ge=1, le=2**31 - 1, description="A change's number; without it as things are now.")


class Proposal(Shape):
    """What is to be put, as it was read after the change `since`; a document that is null ends."""

    since: int = Field(ge=0, le=2**31 - 1)
    documents: Documents = Field(min_length=1, max_length=100, description="By kind and key, whole.")
    passwords: dict[str, dict[str, dict[str, str]]] = Field(
        {}, max_length=100, description="By kind, key and field; what is not named stays, an empty one is taken away."
    )
    reason: str = Field(min_length=1, max_length=500, pattern=f"^{WRITTEN}$")
    dry_run: bool = Field(False, description="Only look what would change.")


class Undoing(Shape):
    """Why a change is taken back."""

    reason: str = Field(min_length=1, max_length=500, pattern=f"^{WRITTEN}$")


class Difference(Shape):
    """What becomes of a document: each field with its value before and after, null for none."""

    kind: str
    key: str
    what: str = Field(description="added, changed or removed.")
    fields: dict[str, list[Any]]


class Made(Shape):
    """What was changed, or would be."""

    change: int = Field(description="Its number; 0 where nothing was made.")
    differences: list[Difference]
    warnings: list[str] = Field(description="What does not follow at once, in the caller's language.")


class Step(Shape):
    """What became of one document in one change."""

    change: int
    at: Moment
    author: str
    reason: str
    kind: str
    key: str


class StepList(Shape):
    """What was changed last, the newest first."""

    items: list[Step]


class StepQuestion(Shape):
    """Of which kind or document."""

    kind: str = Field("", max_length=64, pattern=f"^{WRITTEN}$")
    key: str = Field("", max_length=64, pattern=f"^{WRITTEN}$")
    limit: int = Field(50, ge=1, le=MOST)


@resource.get("/kinds")
@operation("setup.see")
def kinds() -> KindList:
    """All kinds of documents with their fields."""
    return KindList(items=[_kind(kind) for kind in KINDS.values()])


@resource.get("/documents/<kind>")
@operation("setup.see")
def listed(kind: str, asked: DocumentQuestion) -> DocumentList:
    """All documents of a kind within the token's queues and teams, now or as of a change."""
    of = reading.known(kind)
    there = reading.documents(str(asked.at) if asked.at else "")
    items = [Document(kind=of.name, key=key, body=dict(body)) for key, body in there.of(of.name).items()]
    return DocumentList(change=there.change, items=items)


@resource.get("/documents/<kind>/<key>")
@operation("setup.see")
def one(kind: str, key: str, asked: DocumentQuestion) -> DocumentList:
    """One document, now or as of a change."""
    of = reading.known(kind)
    there = reading.documents(str(asked.at) if asked.at else "")
    body = there.of(of.name).get(key, {} if key == of.only else None)
    if body is None:
        raise NotThere()
    return DocumentList(change=there.change, items=[Document(kind=of.name, key=key, body=dict(body))])


@resource.get("/changes")
@operation("setup.see")
def changes(asked: StepQuestion) -> StepList:
    """Who changed what, when and why, the newest first."""
    found = console().ask("engine", "config.history", kind=asked.kind, key=asked.key, limit=asked.limit) or []
    return StepList(items=[_step(step) for step in found])


@resource.get("/changes/<int:number>")
@operation("setup.see")
def change(number: int) -> Made:
    """What a change did, field by field, as far as the token may see."""
    if not 1 <= number < 1 << 31 or not console().ask("engine", "config.history", change=number, limit=1):
        raise NotThere()
    since = str(number - 1) if number > 1 else FIRST
    parts, _ = console().gather("engine", "config.compare", within=keeping.WITHIN, since=since, until=str(number))
    return Made(change=number, differences=_differences(parts), warnings=[])


@resource.post("/changes")
@operation("setup.see", status=201, once=True)
def propose(body: Proposal) -> Made:
    """Put documents, all or none; needs the right that each kind's change needs."""
    there = reading.documents()
    asked: list[tuple[str, Mapping[str, Any]]] = [*body.documents.items(), *body.passwords.items()]
    for name, bodies in asked:
        kind = reading.known(name)
        for key, wanted in bodies.items():
            present = there.of(name).get(key, {})
            if (name, key) in there.hidden:
                raise NotAllowed(right=kind.rights[0])
            reading.refuse_change(kind, key, {**present, **(wanted or {})})
    wish = Wish(body.since, body.documents, body.passwords)
    try:
        parts, result = keeping.proposed(wish, reason=body.reason, dry_run=body.dry_run)
    except Refusal as refusal:
        raise _explained(refusal) from refusal
    return _made(
        "settings.change", parts, result, body.reason, made=not body.dry_run and bool((result or {}).get("done"))
    )


@resource.post("/changes/<int:number>/undo")
@operation("setup.change", status=201, once=True)
def undo(number: int, body: Undoing) -> Made:
    """Take a change back, as a new change."""
    scope = me().person.scope
    if scope.queues is not None or scope.teams is not None:
        raise NotAllowed(right="setup.change")
    if not 1 <= number < 1 << 31:
        raise NotThere()
    try:
        parts, result = console().gather(
            "engine", "config.undo", within=keeping.WITHIN, change=number, reason=body.reason, by=actor().who
        )
    except Refusal as refusal:
        raise _explained(refusal) from refusal
    return _made("settings.undo", parts, result, body.reason, made=True)


def _made(act: str, parts: list[Any], result: Mapping[str, Any], reason: str, *, made: bool) -> Made:
    number = int((result or {}).get("change", 0)) if made else 0
    warnings = keeping.brought(act, parts, number, reason) if number else []
    return Made(change=number, differences=_differences(parts), warnings=warnings)


def _explained(refusal: Refusal) -> Refusal:
    """What the engine finds wrong, in sentences at the fields that each speaks of."""
    if refusal.code != refusing.INVALID:
        return refusal
    problems = [
        {"in": "body", "field": f"documents.{problem.get('where', '')}", "rule": problem["code"], **_said(problem)}
        for problem in refusal.details.get("problems", ())
    ]
    first = problems[0] if problems else {"field": "documents", "says": refusal.code}
    return ConfigurationRefused(field=first["field"], says=first["says"], problems=problems)


def _said(problem: Mapping[str, Any]) -> dict[str, str]:
    said = refusing.sentence(problem)
    return {"says": f"{said.what} {said.why}".strip(), "next": said.next}


def _differences(parts: Iterable[Mapping[str, Any]]) -> list[Difference]:
    """Of what the token may see."""
    scope = me().person.scope
    whole = scope.queues is None and scope.teams is None
    return [
        Difference(
            kind=part["kind"],
            key=part["key"],
            what=part["what"],
            fields={name: list(pair) for name, pair in (part.get("fields") or {}).items()},
        )
        for part in parts
        if whole or all(reading.visible(part["kind"], part["key"], body) for body in _sides(part))
    ]


def _sides(part: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The document before and after, as far as it changed."""
    fields = part.get("fields") or {}
    new = {name: after if after is not None else before for name, (before, after) in fields.items()}
    old = {name: before if before is not None else after for name, (before, after) in fields.items()}
    return old, new


def _kind(kind: model.Kind) -> KindTold:
    return KindTold(
        kind=kind.name,
        label=saying.kind_name(kind.name),
        area=kind.area,
        only=kind.only,
        key=kind.key,
        may_change=reading.may_change(kind),
        fields=[_field(kind.name, field) for field in kind.fields],
    )


def _field(kind: str, field: model.Field) -> FieldTold:
    same = ("name", "required", "of", "least", "most", "longest", "pattern", "unit")
    return FieldTold(
        **{name: getattr(field, name) for name in same},
        label=saying.label(kind, field.name),
        shape=field.shape.value,
        default=field.default if field.default is not None else field.empty,
        choices=[*field.choices, *field.extra],
        columns=[_field(kind, column) for column in field.columns],
    )


def _step(step: Mapping[str, Any]) -> Step:
    plain = {name: step[name] for name in ("change", "author", "reason", "kind", "key")}
    return Step(**plain, at=datetime.fromisoformat(step["at"]))
