"""What the commands about routes ask: words, process, command and arguments."""

from typing import Any

ROUTES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("trunk list", "engine", "trunk.list", {}),
    ("trunk show t", "engine", "trunk.show", {"trunk": "t"}),
    ("trunk add t --match 10.0.0.1", "engine", "trunk.add", {"trunk": "t", "match": ["10.0.0.1"]}),
    (
        "trunk add t --match 10.0.0.1 --host sip.example:5070 --qualify 0",
        "engine",
        "trunk.add",
        {"trunk": "t", "match": ["10.0.0.1"], "host": "sip.example:5070", "qualify": 0},
    ),
    (
        "trunk add t --match 10.0.0.1 --number 400* --outbound-number 4008 --hide-number",
        "engine",
        "trunk.add",
        {"trunk": "t", "match": ["10.0.0.1"], "numbers": ["400*"], "outbound_number": "4008", "hide_number": True},
    ),
    ("agent set 81 --hide-number true", "engine", "agent.set", {"agent": "81", "hide_number": True}),
    (
        "trunk add t --match 10.0.0.1 --match 10.1.0.0/16",
        "engine",
        "trunk.add",
        {"trunk": "t", "match": ["10.0.0.1", "10.1.0.0/16"]},
    ),
    ("trunk add t --lines 1", "engine", "trunk.add", {"trunk": "t", "match": [], "group": 1}),
    (
        "trunk add t --lines 2 --behind 612390XX --behind 70*",
        "engine",
        "trunk.add",
        {"trunk": "t", "match": [], "group": 2, "behind": ["612390XX", "70*"]},
    ),
    ("trunk set t --behind 71*", "engine", "trunk.set", {"trunk": "t", "behind": ["71*"]}),
    ("trunk remove t", "engine", "trunk.remove", {"trunk": "t"}),
    (
        "trunk add t --match 10.0.0.1 --form e164 --most 30",
        "engine",
        "trunk.add",
        {"trunk": "t", "match": ["10.0.0.1"], "form": "e164", "most": 30},
    ),
    (
        "trunk set t --host sip.example --hide-number false --most 0",
        "engine",
        "trunk.set",
        {"trunk": "t", "host": "sip.example", "hide_number": False, "most": 0},
    ),
    (
        "trunk set t --match 10.0.0.1 --match 10.0.0.2",
        "engine",
        "trunk.set",
        {"trunk": "t", "match": ["10.0.0.1", "10.0.0.2"]},
    ),
    ("trunk group list", "engine", "trunk.group_list", {}),
    ("trunk group show g", "engine", "trunk.group_show", {"group": "g"}),
    (
        "trunk group set g --trunk a=3 --trunk b --turns shares",
        "engine",
        "trunk.group_set",
        {
            "group": "g",
            "changes": {"members": [{"trunk": "a", "share": 3}, {"trunk": "b", "share": 1}], "turns": "shares"},
        },
    ),
    ("trunk group remove g", "engine", "trunk.group_remove", {"group": "g"}),
    ("route list", "engine", "route.list", {}),
    ("route show r", "engine", "route.show", {"route": "r"}),
    (
        "route set r --to 0755 --to mobile --via a --order 5 --cost 0.1 --who phone:p1 --caller-id 4008 --form e164",
        "engine",
        "route.set",
        {
            "route": "r",
            "changes": {
                "to": ["0755", "mobile"],
                "via": ["a"],
                "order": 5,
                "cost": 0.1,
                "who": ["phone:p1"],
                "caller_id": "4008",
                "form": "e164",
            },
        },
    ),
    ("route set r --deny true", "engine", "route.set", {"route": "r", "changes": {"deny": True}}),
    ("route remove r", "engine", "route.remove", {"route": "r"}),
    ("cap list", "engine", "cap.list", {}),
    (
        "cap set c --to international --per phone --period hour --calls 3 --minutes 9 --cost 5 --hours 22:00-06:00",
        "engine",
        "cap.set",
        {
            "cap": "c",
            "changes": {
                "to": ["international"],
                "per": "phone",
                "period": "hour",
                "calls": 3,
                "minutes": 9,
                "cost": 5.0,
                "hours": "22:00-06:00",
            },
        },
    ),
    ("cap remove c", "engine", "cap.remove", {"cap": "c"}),
    ("number list", "engine", "number.list", {}),
    (
        "number set 02161230000-02161230099 4008 --flow main --language en --fallback 8001 --fallback 8002",
        "engine",
        "number.set",
        {
            "numbers": ["02161230000-02161230099", "4008"],
            "flow": "main",
            "language": "en",
            "fallback": ["8001", "8002"],
        },
    ),
    ("number remove 4008", "engine", "number.remove", {"numbers": ["4008"]}),
]

WRONG_ROUTES = (
    "route set r",
    "route set r --order -1",
    "route set r --form letters",
    "trunk group set g --trunk =3",
    "trunk group set g --trunk a=x",
    "cap set c --per continent",
    "number set",
    "number set 4008 --language fr",
    "number block-set sideways --add 1",
)
"""Wrong uses of them."""
