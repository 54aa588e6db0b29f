"""Flows in the browser: drawn node by node, checked while drawn, tried, published, and undone."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from appliance.store.documents import Documents
from tests.unit.engine.commanded import Commanded
from tests.web.configured import configured
from tests.web.conftest import ClientFor
from tests.web.processes import FakeProcess
from tests.web.test_fuzz import BROKEN, TEXTS
from tests.web.test_settings import broken, filled, text

WHERE = "/settings/flows/draw/night"


@pytest.fixture
def box(tmp_path: Path, engine: FakeProcess) -> Commanded:
    return configured(tmp_path / "configured", engine)


class Hand:
    """Somebody who draws: what the page shows is sent with what is typed, and the next page is shown."""

    def __init__(self, client: FlaskClient, where: str = WHERE) -> None:
        self._client, self._where = client, where
        self.page, self.status = text(client, where), 200

    def do(self, wish: str, **more: Any) -> str:
        given: dict[str, Any] = {
            name: [html.unescape(value) for value in values] for name, values in filled(self.page).items()
        }
        given |= {"do": wish, **{name.replace("__", "-"): value for name, value in more.items()}}
        answer = self._client.post(self._where, data=given, follow_redirects=True)
        self.status, self.page = answer.status_code, answer.get_data(as_text=True)
        return self.page

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(html.unescape(filled(self.page)["document"][0]))
        return found


def kept(box: Commanded, name: str = "night") -> dict[str, Any]:
    return dict(Documents(box.engine.database).get("flow", name) or {})


def drawn(client: FlaskClient) -> Hand:
    """A flow with a menu that leads to a queue and to the end."""
    hand = Hand(client)
    hand.do("add-menu")
    hand.do("more-prompts")
    hand.do("check", **{"f__prompts-0-name": "welcome"})
    hand.do("add-queue")
    hand.do("add-hangup")
    hand.do("node-queue")
    hand.do("check", **{"f__queue": "sales", "f__timed_out": "hangup"})
    hand.do("node-menu")
    hand.do("more-keys")
    hand.do("check", **{"f__keys-0-name": "1", "f__keys-0-value": "queue", "f__otherwise": "hangup"})
    return hand


def test_a_flow_is_drawn_tried_published_and_undone(client_for: ClientFor, box: Commanded) -> None:
    admin = client_for("administrator")
    hand = drawn(admin)
    assert hand.document == {
        "start": "menu",
        "nodes": {
            "menu": {"type": "menu", "prompts": ["welcome"], "keys": {"1": "queue"}, "otherwise": "hangup"},
            "queue": {"type": "queue", "queue": "sales", "timed_out": "hangup"},
            "hangup": {"type": "hangup"},
        },
    }
    assert hand.page.count('<g class="flow-node') == 3
    assert "Problems (" not in hand.page
    page = hand.do("try", keys="1")
    assert re.search(r"<li><strong>menu</strong>.*<li><strong>queue</strong>", page, re.DOTALL)
    assert 'class="flow-line passed"' in page
    assert kept(box) == {}
    assert "<ins>" in hand.do("preview")
    assert "Say why." in hand.do("publish")
    assert "was published" in hand.do("publish", reason="nights")
    assert kept(box)["document"]["start"] == "menu"
    assert box.centre.directory.now.flows["night"].version == 1
    assert box.ask("config.history", limit=1)[0]["author"] == "administrator0"
    admin.post("/settings/history/2/undo", data={"reason": "no"})
    assert kept(box) == {}


def test_what_is_wrong_is_shown_at_its_node_and_keeps_it_from_being_published(
    client_for: ClientFor, box: Commanded
) -> None:
    hand = Hand(client_for("administrator"))
    page = hand.do("add-play")
    assert "Problems (" in page
    assert re.search(r'flow-node chosen wrong"', page)
    assert "invalid-feedback" in page[page.index('id="at-next"') :]
    hand.do("more-prompts")
    hand.do("check", **{"f__prompts-0-name": "no-such-prompt"})
    hand.do("publish", reason="x")
    assert (hand.status, kept(box)) == (409, {})
    assert hand.document["nodes"]["play"]["prompts"] == ["no-such-prompt"]


def test_steps_are_taken_back_and_again(client_for: ClientFor, box: Commanded) -> None:
    hand = drawn(client_for("administrator"))
    whole = hand.document
    for _ in range(3):
        hand.do("undo")
    before = hand.document
    assert before != whole
    for _ in range(3):
        hand.do("redo")
    assert hand.document == whole


def test_a_node_is_renamed_everywhere_made_the_start_and_removed(client_for: ClientFor, box: Commanded) -> None:
    hand = drawn(client_for("administrator"))
    hand.do("node-hangup")
    hand.do("check", name="bye")
    nodes = hand.document["nodes"]
    assert (nodes["menu"]["otherwise"], nodes["queue"]["timed_out"]) == ("bye", "bye")
    hand.do("start")
    assert hand.document["start"] == "bye"
    hand.do("remove")
    assert set(hand.document["nodes"]) == {"menu", "queue"}
    assert 'class="flow-line nowhere' in hand.page


def test_a_published_flow_is_not_overwritten_by_somebody_else(client_for: ClientFor, box: Commanded) -> None:
    hand = Hand(client_for("administrator"), "/settings/flows/draw/main")
    other = {"start": "end", "nodes": {"end": {"type": "hangup"}}}
    box.ask("flow.publish", flow="main", document=other, reason="first")
    hand.do("check", name="finish")
    hand.do("publish", reason="mine")
    assert hand.status == 409
    assert kept(box, "main")["document"] == other
    assert "finish" in hand.document["nodes"]


def test_who_may_only_look_draws_nothing(client_for: ClientFor, box: Commanded) -> None:
    auditor = client_for("auditor")
    page = text(auditor, "/settings/flows/draw/main")
    assert 'value="add-menu"' not in page
    assert auditor.post("/settings/flows/draw/main", data={"do": "check"}).status_code == 403
    assert auditor.get(WHERE).status_code == 404
    assert client_for("agent").get("/settings/flows/").status_code == 403


@pytest.mark.timeout(300)
def test_no_text_breaks_the_drawing(client_for: ClientFor, box: Commanded) -> None:
    admin = client_for("administrator")
    menu = {"type": "menu", "prompts": "x", "keys": {"1": "y"}, "otherwise": {"a": 1}}
    odd = {"start": 1, "nodes": {"m": menu, "b": {"type": "branch", "cases": [{}, 1, {"to": 1, "all": [{}]}]}, "n": 3}}
    for given in (*TEXTS, *BROKEN, json.dumps(odd), "[]", "null", '{"nodes": []}', '{"nodes": {"x": {"type": []}}}'):
        data: dict[str, Any] = {"document": given, "node": given, "shown": given, "do": given, "since": given}
        for more in ({}, {"before": given}, {"document": json.dumps(odd), "node": "m", "shown": "m", "name": given}):
            for do in ("try", "publish", "add-menu"):
                if problem := broken(admin, WHERE, data | more | {"do": do, "keys": given, "reason": given}, given):
                    raise AssertionError((given, more, do, problem))
