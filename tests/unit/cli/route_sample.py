"""What the engine answers about trunks and routes, as it would be on the wire."""

from collections.abc import Mapping
from typing import Any

TRUNK = {"trunk": "demo-carrier", "match": ["127.0.0.9"], "host": "", "qualify": 60, "group": 0, "calls": 2}

ROUTES: Mapping[str, Any] = {
    "route.list": [
        {
            "route": "mobiles",
            "to": ["mobile", "0755"],
            "via": ["carriers", "second"],
            "order": 10,
            "cost": 0.1,
            "calendar": "office",
            "who": ["queue:sales"],
            "deny": False,
            "caller_id": "4008001000",
            "form": "e164",
        },
        {"route": "abroad", "to": ["international"], "via": [], "order": 10, "cost": 0.0, "deny": True, "form": ""},
    ],
    "route.test": {
        "at": "2024-05-08T14:30:00+08:00",
        "number": {
            "dialled": "13800001111",
            "kind": "mobile",
            "e164": "+8613800001111",
            "national": "13800001111",
            "local": "13800001111",
            "country": "CN",
        },
        "ways": [
            {"trunk": "second", "number": "13800001111", "caller_id": "4008001000", "route": "mobiles", "cost": 0.1}
        ],
        "reasons": [
            {"code": "class", "number": "+8613800001111", "class": "mobile"},
            {"code": "closed", "route": "day", "calendar": "office"},
            {"code": "not-for", "route": "chiefs", "calendar": ""},
            {"code": "route", "route": "mobiles", "pattern": "mobile"},
            {"code": "away", "trunk": "demo-carrier", "why": "192.0.2.1 does not answer OPTIONS"},
            {"code": "full", "trunk": "third", "why": ""},
            {"code": "trunk", "trunk": "second", "number": "13800001111"},
            {"code": "cap", "cap": "money", "subject": "", "spent": "3 / 10.0 min / 2.20"},
        ],
        "refused": "",
        "details": {},
    },
    "cap.list": [
        {
            "cap": "mobiles",
            "to": ["mobile"],
            "per": "phone",
            "period": "hour",
            "calls": 30,
            "minutes": 0,
            "cost": 0.0,
            "hours": "",
            "who": [],
            "warn_only": False,
            "spent": "",
        }
    ],
    "trunk.group_list": [
        {"group": "carriers", "members": [{"trunk": "a", "share": 3}, {"trunk": "b", "share": 1}], "turns": "shares"}
    ],
    "trunk.list": [
        TRUNK | {"out_since": None},
        TRUNK
        | {"trunk": "second", "match": [], "qualify": 60, "group": 1, "calls": 0}
        | {"out_since": "2024-05-08T06:30:15+00:00"},
    ],
    "trunk.show": TRUNK
    | {"outbound_number": "4008001000", "numbers": ["40080010*"], "hide_number": False, "form": "e164", "most": 30}
    | {"behind": ["612390XX"]},
}
