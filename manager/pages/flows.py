"""Flows drawn in the browser: nodes and their exits, checked at every step, tried with keys, then published."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from appliance.desk.settings.flows import editing, layout
from appliance.desk.settings.flows.nodes import NODE, NODES
from appliance.desk.settings.model import Fault, Kind
from appliance.errors import Refusal
from manager.asked import written
from manager.configuring import filling, keeping, reading, refusing, saying
from manager.configuring.keeping import Wish
from manager.configuring.refusing import Faults
from manager.errors import NotAllowed, NotThere, RequestMalformed
from manager.failures import status_of
from manager.present import language, me
from manager.rights import needs
from manager.wiring import console
from manager.words import t

pages = Blueprint("flows", __name__, url_prefix="/settings/flows")
FLOW = Kind("flow", "flows", ())
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
STEPS = 30
"""How many steps back are kept."""
LARGEST = 300_000
"""Characters of a flow."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A flow while it is drawn, as the form carries it: the steps before and those taken back, the node shown.

    `typed` is the form of that node where it has rows that are still empty."""

    document: dict[str, Any]
    before: tuple[dict[str, Any], ...] = ()
    after: tuple[dict[str, Any], ...] = ()
    node: str = ""
    faults: list[Fault] = field(default_factory=list)
    typed: Mapping[str, Any] = field(default_factory=dict)

    def become(self, document: dict[str, Any], node: str) -> "Draft":
        """The next step."""
        if document == self.document:
            return replace(self, node=node)
        before = (*self.before, self.document)[-STEPS:]
        return replace(self, document=document, before=before, after=(), node=node, typed={})


@pages.get("/")
@needs("setup.see")
def listed() -> ResponseReturnValue:
    """All flows."""
    there = reading.documents()
    numbers = {key: body.get("flow") for key, body in there.of("number").items()}
    rows = [
        (
            name,
            body.get("version", 0),
            len(editing.nodes_of(body.get("document", {}))),
            [n for n in numbers if numbers[n] == name],
        )
        for name, body in there.of("flow").items()
    ]
    return render_template("flows/list.html", rows=rows, may=_may())


@pages.post("/new")
@needs("setup.change")
def begin() -> ResponseReturnValue:
    """A new flow, not published yet."""
    name = request.form.get("name", "").strip()
    if not NAME.fullmatch(name):
        flash(t("flows.name-wrong"), "danger")
        return redirect(url_for("flows.listed"))
    return redirect(url_for("flows.draw", name=name))


@pages.get("/draw/<name>")
@needs("setup.see")
def draw(name: str) -> ResponseReturnValue:
    """The drawing of a flow, published or about to be."""
    if not NAME.fullmatch(name):
        raise NotThere()
    there = reading.documents()
    body = there.of("flow").get(name)
    if body is None and not _may():
        raise NotThere()
    document = dict(body["document"]) if body else {"start": "", "nodes": {}}
    node = request.args.get("node", "") or str(document.get("start", ""))
    return _page(name, Draft(document, node=node), there.change)


@pages.post("/draw/<name>")
@needs("setup.change")
def work(name: str) -> ResponseReturnValue:
    """One step of drawing; `do` says which."""
    if not NAME.fullmatch(name):
        raise NotThere()
    if not _may():
        raise NotAllowed(right="setup.change")
    draft, wish = _filled(_sent()), request.form.get("do", "")
    since = request.form.get("since", "")
    seen = int(since) if since.isascii() and since.isdigit() and len(since) < 18 else 0
    what, _, rest = wish.partition("-")
    if what == "publish":
        return _publish(name, draft, seen)
    if what == "try":
        return _tried(name, draft, seen)
    return _page(name, _stepped(draft, what, rest), seen, previewed=what == "preview")


def _stepped(draft: Draft, what: str, rest: str) -> Draft:
    nodes = editing.nodes_of(draft.document)
    match what:
        case "node" if rest in nodes:
            return replace(draft, node=rest, typed={})
        case "add" if rest in NODES and len(nodes) < editing.MOST_NODES:
            return draft.become(*editing.added(draft.document, rest))
        case "remove" if draft.node in nodes:
            return draft.become(editing.without(draft.document, draft.node), "")
        case "start" if draft.node in nodes:
            return draft.become({**draft.document, "start": draft.node}, draft.node)
        case "undo" if draft.before:
            *before, last = draft.before
            after = (draft.document, *draft.after)[:STEPS]
            return replace(draft, document=last, before=tuple(before), after=after, typed={})
        case "redo" if draft.after:
            following, *later = draft.after
            before = [*draft.before, draft.document]
            return replace(draft, document=following, before=tuple(before), after=tuple(later), typed={})
    return draft


def _sent() -> Draft:
    """The flow that the form carries; raises RequestMalformed for what is none."""
    parts = []
    for name in ("document", "before", "after"):
        text = request.form.get(name, "") or ("{}" if name == "document" else "[]")
        try:
            parts.append(json.loads(text) if len(text) <= LARGEST * STEPS else None)
        except (ValueError, RecursionError) as fault:
            raise RequestMalformed() from fault
    document, before, after = parts
    if not isinstance(document, dict) or not isinstance(before, list) or not isinstance(after, list):
        raise RequestMalformed()
    if any(not isinstance(one, dict) for one in (*before, *after)) or len(str(document)) > LARGEST:
        raise RequestMalformed()
    return Draft(document, tuple(before[-STEPS:]), tuple(after[:STEPS]), request.form.get("node", ""))


def _filled(draft: Draft) -> Draft:
    """With the fields of the node that is shown as they were filled in, and its new name."""
    node = editing.nodes_of(draft.document).get(draft.node, {})
    kind = NODES.get(str(node.get("type", "")))
    if kind is None or request.form.get("shown") != draft.node:
        return draft
    form = filling.sent(kind, request.form)
    more = filling.rearranged(form, request.form.get("do", ""))
    document, faults = editing.changed(draft.document, draft.node, filling.as_values(kind, form))
    name = request.form.get("name", "").strip()
    if name != draft.node and NAME.fullmatch(name) and name not in editing.nodes_of(document):
        document = editing.renamed(document, draft.node, name)
        return replace(draft.become(document, name), faults=faults)
    return replace(draft.become(document, draft.node), faults=faults, typed=form if more or faults else {})


def _publish(name: str, draft: Draft, since: int) -> ResponseReturnValue:
    reason = keeping.reason_given()
    if not reason or draft.faults:
        return _page(name, draft, since, previewed=True, lacks_reason=not reason)
    version = int(reading.documents().of("flow").get(name, {}).get("version", 0))
    body = {"document": draft.document, "version": version or 1}
    try:
        made = keeping.kept(Wish(since, {"flow": {name: body}}), reason)
    except Refusal as refusal:
        if refusal.code not in (refusing.INVALID, refusing.MOVED):
            raise
        head = int(refusal.details.get("change", since))
        return _page(name, draft, head, previewed=True, refusal=refusal)
    flash(t("flows.published", name=name) if made else t("flows.unchanged", name=name))
    return redirect(url_for("flows.draw", name=name, node=draft.node))


def _tried(name: str, draft: Draft, since: int) -> ResponseReturnValue:
    keys = written("keys", 60)
    at, caller = written("at", 40), written("caller", 40)
    given: dict[str, Any] = {"keys": keys, "at": at, "caller": caller}
    try:
        told = console().ask("engine", "flow.test", flow=name, document=draft.document, data={}, **given)
    except Refusal as refusal:
        if status_of(refusal) >= 500:
            raise
        return _page(name, draft, since, refusal=refusal, **given)
    path = (told or {}).get("path", ())
    return _page(name, draft, since, path=path, **given)


def _page(
    name: str,
    draft: Draft,
    since: int,
    *,
    previewed: bool = False,
    refusal: Refusal | None = None,
    path: Any = (),
    **more: Any,
) -> ResponseReturnValue:
    there = reading.documents()
    nodes = editing.nodes_of(draft.document)
    node = nodes.get(draft.node, {})
    kind = NODES.get(str(node.get("type", "")))
    problems = _problems(name, draft.document)
    published = there.of("flow").get(name, {}).get("document", {})
    steps = tuple(str(stop.get("node", "")) for stop in path)
    page = render_template(
        "flows/draw.html",
        name=name,
        draft=draft,
        since=since or there.change,
        nodes=nodes,
        kind=kind,
        form=draft.typed or _form_of(kind, node),
        drawn=layout.drawing(draft.document),
        high=layout.HIGH,
        wide=layout.WIDE,
        kinds=tuple(NODES),
        problems=problems,
        at_nodes={str(where).partition(".")[0] for where, _ in problems},
        faults=_faults(draft, problems),
        changed=saying.differences(editing.differences(published, draft.document)) if previewed else None,
        differs=published != draft.document,
        refusal=_said(refusal),
        path=path,
        passed=steps,
        may=_may(),
        there=there,
        options=_options(nodes),
        is_table=filling.is_table,
        columns=filling.table_columns,
        say=saying,
        **more,
    )
    return page, status_of(refusal) if refusal else 200


def _form_of(kind: Kind | None, node: Mapping[str, Any]) -> dict[str, Any]:
    if kind is None:
        return {}
    typed = editing.typed(node)
    return {one.name: filling.as_rows(one, typed[one.name]) for one in kind.fields}


def _problems(name: str, document: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What the engine's check says, each with the node or field it speaks of."""
    if not editing.nodes_of(document):
        return []
    told = console().ask("engine", "flow.check", flow=name, document=dict(document)) or {}
    return [(one.get("where", ""), refusing.sentence(one)) for one in told.get("problems", ())]


def _faults(draft: Draft, problems: list[tuple[str, Any]]) -> Faults:
    """Those of the node that is shown, at its fields."""
    found = refusing.of_form(draft.faults)
    for where, sentence in problems:
        node, _, path = where.partition(".")
        if node == draft.node and path:
            found.fields.setdefault(path, []).append(sentence)
    return found


def _options(nodes: Mapping[str, Any]) -> Any:
    def options(one: Any, there: reading.Documents, chosen: Any) -> list[tuple[str, str]]:
        if one.of == NODE:
            return [(name, "") for name in sorted({*nodes, *(item for item in chosen if item)})]
        return reading.options(one, there, chosen)

    return options


def _said(refusal: Refusal | None) -> Any:
    return refusal.sentence(language()) if refusal else None


def _may() -> bool:
    scope = me().person.scope
    return reading.may_change(FLOW) and scope.queues is None and scope.teams is None
