"""Wallboards: made, changed, put on screens; and what is wrong with one is said."""

import json
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from appliance.desk.audit.model import Question
from appliance.desk.boards.model import MOST_TILES, OVERVIEW
from appliance.desk.people.model import Scope
from manager.wiring import NAME
from tests.web.conftest import ClientFor
from tests.web.processes import FakeProcess

FORM = {
    "name": "floor",
    "title": "一楼",
    "tile": ["0", "1"],
    "0-kind": "service-level",
    "0-width": "4",
    "0-warn": "90",
    "0-alarm": "80.5",
    "0-scope": ["queue:sales", "team:早班"],
    "1-kind": "agents",
    "1-width": "12",
}


@pytest.fixture
def supervisor(client_for: ClientFor, engine: FakeProcess) -> FlaskClient:
    engine.answers |= {"queue.list": [{"queue": "sales"}], "agent.list": [{"team": "早班"}, {"team": ""}]}
    return client_for("supervisor")


def test_the_overview_is_always_there(supervisor: FlaskClient) -> None:
    page = supervisor.get("/boards/overview")
    assert [tile["kind"] for tile in tiles(page.text)] == [tile.kind for tile in OVERVIEW.tiles]


def tiles(page: str) -> list[dict[str, object]]:
    found = re.search(r'data-tiles="([^"]*)"', page)
    assert found
    return list(json.loads(unescape(found[1])))


def test_a_board_is_made_shown_changed_and_removed(console: Flask, supervisor: FlaskClient) -> None:
    assert supervisor.post("/boards/new", data=FORM).status_code == 302
    first, second = tiles(supervisor.get("/boards/floor").text)
    assert (first["queues"], first["teams"], first["warn"], first["alarm"]) == (["sales"], ["早班"], 90.0, 80.5)
    assert (second["kind"], second["width"], second["warn"]) == ("agents", 12, None)
    assert "一楼" in supervisor.get("/boards/").text
    changed = {**FORM, "title": "二楼", "tile": ["1"]}
    assert supervisor.post("/boards/floor/edit", data=changed).status_code == 302
    assert len(tiles(supervisor.get("/boards/floor").text)) == 1
    assert supervisor.post("/boards/floor/remove").status_code == 302
    assert supervisor.get("/boards/floor").status_code == 404
    acts = [act.act for act in console.extensions[NAME].trail.search(Question())]
    assert acts[:3] == ["board.remove", "board.change", "board.add"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "Floor 1"}, "small letters"),
        ({"name": "overview"}, "overview"),
        ({"title": "  "}, "1 to 60"),
        ({"title": "x" * 61}, "1 to 60"),
        ({"0-title": "x" * 61}, "1 to 60"),
        ({"tile": []}, "1 to 24"),
        ({"0-kind": "weather"}, "1 to 24"),
        ({"0-width": "5"}, "1 to 24"),
        ({"0-warn": "much"}, "much"),
        ({"0-warn": "-1"}, "-1"),
        ({"0-warn": "nan"}, "nan"),
    ],
)
def test_what_is_wrong_with_a_board_is_said(supervisor: FlaskClient, change: dict[str, object], code: str) -> None:
    answer = supervisor.post("/boards/new", data=FORM | change)
    assert answer.status_code == 409
    assert code in answer.text
    assert supervisor.get("/boards/floor").status_code == 404


def test_a_name_is_one_board_s_only(supervisor: FlaskClient) -> None:
    supervisor.post("/boards/new", data=FORM)
    assert supervisor.post("/boards/new", data=FORM).status_code == 409


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        ("more", ["service-level", "agents", "waiting"]),
        ("down-0", ["agents", "service-level"]),
        ("up-1", ["agents", "service-level"]),
        ("drop-0", ["agents"]),
    ],
)
def test_tiles_are_moved_before_anything_is_kept(supervisor: FlaskClient, wish: str, kinds: list[str]) -> None:
    page = supervisor.post("/boards/new", data=FORM | {"do": wish})
    assert page.status_code == 200
    assert re.findall(r'<option value="([a-z-]+)" selected>', page.text) == kinds
    assert supervisor.get("/boards/floor").status_code == 404


def test_our_own_board_is_nobody_s_to_change(supervisor: FlaskClient) -> None:
    for path in ("edit", "remove", "screen", "screen/end"):
        assert supervisor.post(f"/boards/overview/{path}", data=FORM).status_code == 404


def test_a_screen_shows_its_board_to_nobody_in_particular(
    supervisor: FlaskClient, client_for: ClientFor, live: FakeProcess
) -> None:
    live.answers["live.admit"] = {"ticket": "t"}
    supervisor.post("/boards/new", data=FORM)
    found = re.search(
        r'value="https://callstead.test(/screen/floor/[^"]+)"', supervisor.post("/boards/floor/screen").text
    )
    assert found
    screen = client_for("")
    assert len(tiles(screen.get(found[1]).text)) == 2
    assert screen.post(f"{found[1]}/ticket").get_json() == {"ticket": "t"}
    _, asked = live.asked[-1]
    assert (asked["rights"], asked["masked"]) == (["boards.see"], True)
    assert screen.get("/screen/floor/wrong").status_code == 404
    supervisor.post("/boards/floor/screen/end")
    assert ("live.dismiss", {"session": asked["session"]}) in live.asked
    assert screen.get(found[1]).status_code == 404


def test_a_person_gets_no_more_of_the_live_state_than_the_rights_say(client_for: ClientFor, live: FakeProcess) -> None:
    client_for("agent", agent="8001").post("/live-ticket/")
    _, asked = live.asked[-1]
    assert (asked["agent"], asked["rights"], asked["masked"]) == ("8001", ["boards.see"], True)
    client_for("supervisor").post("/live-ticket/")
    assert set(live.asked[-1][1]["rights"]) >= {"live.see", "live.act"}


def test_there_are_never_too_many_tiles(supervisor: FlaskClient) -> None:
    many = {"tile": [str(at) for at in range(60)], **{f"{at}-kind": "waiting" for at in range(60)}}
    many |= {f"{at}-width": "2" for at in range(60)}
    page = supervisor.post("/boards/new", data={"name": "big", "title": "x", **many})
    assert page.status_code == 302
    assert len(tiles(supervisor.get("/boards/big").text)) == MOST_TILES


def test_files_are_served_while_forms_are_guarded(console: Flask, client_for: ClientFor) -> None:
    console.config["WTF_CSRF_ENABLED"] = True
    assert client_for("").get("/static/plain.css").status_code == 200


def test_whoever_is_limited_makes_boards_of_the_own_queues_and_teams_alone(
    client_for: ClientFor, supervisor: FlaskClient, live: FakeProcess, engine: FakeProcess
) -> None:
    engine.answers["queue.list"] = [{"queue": "sales"}, {"queue": "vip"}]
    engine.answers["agent.list"] = [{"team": "早班"}, {"team": "晚班"}]
    live.answers["live.admit"] = {"ticket": "x"}
    limited = client_for("supervisor", scope=Scope(frozenset({"sales"}), frozenset({"早班"})))
    page = limited.get("/boards/new").text
    assert ("queue:sales" in page, "queue:vip" in page, "team:晚班" in page) == (True, False, False)
    assert limited.post("/boards/new", data={**FORM, "0-scope": ["queue:vip"]}).status_code == 404
    # What names nothing names the own ones: a wall has no reader whose limits would hold.
    assert limited.post("/boards/new", data=FORM).status_code == 302
    assert [(one["queues"], one["teams"]) for one in tiles(limited.get("/boards/floor").text)] == [
        (["sales"], ["早班"])
    ] * 2
    address = re.search(r"/screen/floor/[\w-]+", limited.post("/boards/floor/screen").text)
    assert address
    limited.post(f"{address[0]}/ticket")
    assert [(asked["queues"], asked["teams"]) for _, asked in live.asked[-1:]] == [(["sales"], ["早班"])]
    # A board that shows more is looked at with the own limits, and changed by nobody who is limited.
    supervisor.post("/boards/new", data={**FORM, "name": "all", "title": "全部"})
    assert limited.get("/boards/all").status_code == 200
    assert "/boards/all/edit" not in limited.get("/boards/").text
    for where in ("edit", "remove", "screen", "screen/end"):
        assert limited.post(f"/boards/all/{where}", data=FORM).status_code == 404, where
    assert supervisor.get("/boards/floor/edit").status_code == 200


def test_a_board_for_everybody_is_shown_whole_on_its_screens(supervisor: FlaskClient, live: FakeProcess) -> None:
    live.answers["live.admit"] = {"ticket": "x"}
    supervisor.post("/boards/new", data=FORM)
    address = re.search(r"/screen/floor/[\w-]+", supervisor.post("/boards/floor/screen").text)
    assert address
    supervisor.post(f"{address[0]}/ticket")
    assert [name for name in ("queues", "teams") if live.asked[-1][1].get(name) is not None] == []
