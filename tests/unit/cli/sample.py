"""One centre on one afternoon: what its processes answer."""

from typing import Any

from tests.unit.cli.call_sample import CALL, CALL_IN_FULL, CALLS
from tests.unit.cli.path_sample import PATH
from tests.unit.cli.route_sample import ROUTES
from tests.unit.cli.sound_sample import SOUNDS
from tests.unit.cli.span_sample import SPANS

RECORDING = "018f5a3c-0000-7000-8000-000000000002"

QUEUES: list[dict[str, Any]] = [
    {
        "queue": "sales",
        "name": "销售",
        "waiting": 2,
        "longest_wait_s": 75.5,
        "agents_ready": 0,
        "agents_signed_in": 3,
        "offered": 41,
        "answered": 36,
        "abandoned": 3,
        "service_level": 92.3,
        "target_percent": 90,
        "target_seconds": 30,
    },
    {
        "queue": "support",
        "name": "技术支持",
        "waiting": 0,
        "longest_wait_s": None,
        "agents_ready": 2,
        "agents_signed_in": 4,
        "offered": 0,
        "answered": 0,
        "abandoned": 0,
        "service_level": None,
        "target_percent": 80,
        "target_seconds": 20,
    },
]

AGENTS: list[dict[str, Any]] = [
    {
        "agent": "8001",
        "name": "王小明",
        "state": "talking",
        "reason": "",
        "since": "2024-05-08T06:30:15.250000+00:00",
        "phone": "8001",
        "skills": {"sales": 9, "english": 3},
        "queues": [],
    },
    {
        "agent": "8002",
        "name": "Ann Lee",
        "state": "paused",
        "reason": "午餐",
        "since": "2024-05-08T04:00:00+00:00",
        "phone": "8002",
        "skills": {"support": 5},
        "queues": ["support"],
    },
    {
        "agent": "8003",
        "name": "李四",
        "state": "signed-out",
        "reason": "",
        "since": None,
        "phone": "",
        "skills": {},
        "queues": [],
    },
]

ENGINE_ALARMS: list[dict[str, Any]] = [
    {
        "code": "trunk-unreachable",
        "severity": "major",
        "subject": "demo-carrier",
        "detail": "no answer to OPTIONS",
        "since": "2024-05-08T06:01:02+00:00",
        "process": "engine",
    },
]
JOBS_ALARMS: list[dict[str, Any]] = [
    {
        "code": "disk-full",
        "severity": "critical",
        "subject": "recordings",
        "detail": "96.2 %",
        "since": "2024-05-08T06:12:40+00:00",
        "process": "jobs",
    },
]
ALARMS = [*JOBS_ALARMS, *ENGINE_ALARMS]

STATUS: dict[str, Any] = {
    "ready": True,
    "version": "0.1.0",
    "node": "box",
    "started_at": "2024-05-08T00:00:01+00:00",
    "asterisk": {"connected": True, "started_at": "2024-05-07T23:59:58+00:00"},
    "calls": {"open": 3, "waiting": 2, "talking": 1},
    "agents": {"signed_in": 2, "ready": 0, "ringing": 0, "talking": 1, "paused": 1, "wrap_up": 0},
    "queues": QUEUES,
    "ledger": {"pending": 0, "behind_s": 0.0},
    "recorder": None,
    "alarms": ENGINE_ALARMS,
}

SIMULATED = [
    {
        "queue": "sales",
        "offered": 1510,
        "answered": 1480,
        "abandoned": 30,
        "timed_out": 0,
        "service_level": 81.2,
        "target_percent": 80,
        "mean_wait_s": 12.4,
        "longest_wait_s": 161.0,
    },
]

SIMULATION = {
    "calls": 1510,
    "queues": SIMULATED,
    "groups": [{"group": "early", "calls": 900, "present_hours": 75.0, "occupancy": 79.1}],
    "lines": {"lines": 60, "most_used": 21, "no_line": 0, "needed": 19},
    "formulas": [
        {
            "queue": "sales",
            "busiest_calls": 37.5,
            "load_erlang": 8.33,
            "agents_there": 16,
            "erlang_c": 11,
            "erlang_a": 10,
            "lines_erlang_b": 16,
        },
    ],
    "needed": {"reached": True, "agents": 13, "groups": {"early": 8, "late": 5}},
}

PLAN = {
    "queues": [
        {
            "queue": "sales",
            "days": 22,
            "handling_s": 180.0,
            "patience_s": 61.5,
            "target_percent": 80,
            "target_seconds": 20,
            "quarters": [
                {"time": "09:00", "calls": 12.5, "load_erlang": 2.5, "agents": 4, "scheduled": 6},
                {"time": "09:15", "calls": 50.0, "load_erlang": 10.0, "agents": 12, "scheduled": 18},
            ],
        }
    ],
    "seats": 12,
    "trunks": [{"trunk": "carrier", "erlangs_seen": 11.2, "erlangs": 13.44, "lines": 22}],
}
RESULTS: dict[str, Any] = {
    **ROUTES,
    "simulation.run": SIMULATION,
    "plan.show": PLAN,
    "simulation.replay": {"day": "2026-11-20", "seen": SIMULATED, "replayed": SIMULATED, "changed": SIMULATED},
    "status": STATUS,
    "alarm.list": ENGINE_ALARMS,
    "jobs alarm.list": JOBS_ALARMS,
    "agent.list": AGENTS,
    "codes.list": {
        "codes": [
            {"action": "sign-in", "code": "*81", "takes": True},
            {"action": "sign-out", "code": "*82", "takes": False},
            {"action": "park", "code": "", "takes": True},
        ],
        "reasons": [{"digits": "1", "reason": "break"}],
    },
    "agent.show": AGENTS[0]
    | {
        "sign_in_with_phone": True,
        "lines": 2,
        "capacity": 1,
        "calls": [
            {"contact": CALL, "state": "talking", "since": "2024-05-08T06:30:15.250000+00:00"},
            {
                "contact": "018f5a3c-0000-7000-8000-000000000002",
                "state": "hold",
                "since": "2024-05-08T06:29:50.100000+00:00",
            },
        ],
    },
    **SOUNDS,
    "queue.list": QUEUES,
    "queue.show": QUEUES[0]
    | {
        "rules": {
            "title": "销售",
            "skills": {"sales": 1},
            "priority": 0,
            "wrap_up": 15,
            "ring_time": 20,
            "max_wait": 600,
            "overflow_to": "support",
            "overflow_after": 90,
            "target_percent": 90,
            "target_seconds": 30,
            "strategy": "linear",
            "order": ["8002", "8001"],
            "relax": [{"after": 60, "skills": {"sales": 0}}],
            "ageing": 0.5,
            "rescue": 5,
            "rescue_seconds": 8,
            "most_talking": 4,
            "music": "default",
        },
        "calls": [{"id": CALL, "since": "2024-05-08T06:29:59+00:00", "priority": 2}],
    },
    "skill.list": [{"skill": "sales", "agents": {"8001": 9, "8004": 2}}],
    "flow.list": [{"flow": "main", "version": 3, "start": "greeting", "nodes": 4}],
    "flow.show": {
        "flow": "main",
        "version": 3,
        "document": {
            "start": "greeting",
            "nodes": {
                "greeting": {"type": "play", "prompts": ["welcome"], "next": "menu"},
                "menu": {"type": "menu", "prompts": ["menu"], "keys": {"1": "sales"}, "otherwise": "sales"},
                "sales": {"type": "queue", "queue": "sales", "timed_out": "bye"},
                "bye": {"type": "hangup"},
            },
        },
    },
    "flow.test": PATH,
    "flow.reach": [
        {"kind": "queue", "target": "sales", "presses": 1, "keys": ["1"]},
        {"kind": "message", "target": "desk", "presses": 7, "keys": ["2", "account:6"]},
    ],
    "flow.check": {"problems": ["menu leads to 'nowhere', which does not exist"]},
    "call.list": CALLS,
    "call.show": CALL_IN_FULL,
    "recording.list": [
        {
            "id": RECORDING,
            "contact": CALL,
            "started_at": "2024-05-08T06:29:59+00:00",
            "duration_ms": 3736000,
            "bytes": 119552044,
            "retention": "complaint",
            "standing": "held",
        }
    ],
    "recording.show": {
        "id": RECORDING,
        "contact": CALL,
        "node": "box",
        "channel": "1715149799.7",
        "started_at": "2024-05-08T06:29:59+00:00",
        "duration_ms": 3736000,
        "bytes": 119552044,
        "cut": False,
        "retention": "complaint",
        "hold": "法院来函 12",
        "deleted_at": None,
        "deletion": "",
        "parties": [{"leg": CALL, "role": "agent", "party": "8001", "from_ms": 12000, "to_ms": 3736000}],
        "pauses": [{"from_ms": 60000, "to_ms": 95000}],
        "requests": ["box-4"],
        "changes": [
            {
                "at": "2024-05-09T01:00:00+00:00",
                "kind": "class",
                "who": "li",
                "reason": "ticket 7",
                "value": "complaint",
            },
            {"at": "2024-05-09T02:00:00+00:00", "kind": "hold", "who": "li", "reason": "法院来函 12", "value": ""},
        ],
    },
    "recording.policy": {
        "record": "always",
        "retention": "standard",
        "rules": [{"queues": ["complaint"], "retention": "complaint"}],
    },
    "recording.keys.list": [
        {
            "key": "5f3c20aa",
            "state": "current",
            "at": "2024-05-08T06:29:59+00:00",
            "who": "li",
            "reason": "yearly",
            "recordings": 0,
            "passwords": 0,
        },
        {"key": "0badcafe", "state": "wrapping", "at": None, "who": "", "reason": "", "recordings": 12, "passwords": 6},
    ],
    "recording.copy.status": {
        "folder": "/mnt/store",
        "start": "20:00",
        "end": "06:00",
        "rate": 5000,
        "local_days": 30,
        "state": "copying",
        "copied": 1200,
        "waiting": 3,
        "bytes_waiting": 4500000,
        "moved": 800,
    },
    "recording.anchor.list": [
        {
            "anchor": "box-20240508T063000.000000Z-12-3",
            "at": "2024-05-08T06:30:00+00:00",
            "register": 12,
            "changes": 3,
            "places": ["/mnt/usb", "syslog+tls://log:6514"],
            "statement": "callstead recordings box …",
        }
    ],
    "recording.anchor.check": {
        "checked": 7,
        "findings": [{"kind": "row-changed", "name": "#4", "detail": "2024-05-08/a.sealed was told otherwise"}],
    },
    "recording.anchor.show": {"every": 60, "places": ["/mnt/usb"], "ca": ""},
    "retention.list": [{"retention": "standard", "minimum_days": 30, "maximum_days": 90}],
    "retention.plan": {
        "delete": [
            {
                "recording": RECORDING,
                "started_at": "2024-05-08T06:29:59+00:00",
                "retention": "standard",
                "bytes": 119552044,
                "cause": "age",
                "days": 90,
            }
        ],
        "bytes": 119552044,
        "held": 1,
        "unknown": 0,
    },
    "retention.report": [
        {
            "at": "2024-05-08T19:30:00+00:00",
            "who": "system",
            "cause": "age",
            "deleted": 12,
            "bytes": 119552044,
            "held": 1,
            "unknown": 0,
            "failed": 0,
        }
    ],
    "retention.disk": {"level": "warning", "used_percent": 87.5, "warn": 85, "full": 95, "make_room": True},
    "recording.verify": {
        "checked": 12,
        "findings": [{"kind": "flipped", "name": "2024-05-08/a.sealed", "detail": "sha256 differs"}],
    },
    **SPANS,
    "phone.list": [
        {"phone": "8001", "encryption": "sdes", "channel": None, "in_use": True, "agent": "8001"},
        {"phone": "8002", "encryption": "none", "channel": None, "in_use": False, "agent": ""},
        {"phone": "8103", "encryption": "", "channel": 5, "in_use": False, "agent": "8003"},
    ],
    "config.diff": {
        "changed": ["pjsip.conf"],
        "diff": "--- installed/pjsip.conf\n+++ rendered/pjsip.conf\n-a=1\n+a=2\n",
        "edited": ["modules.conf"],
        "edits": "--- written/modules.conf\n+++ found/modules.conf\n-b=1\n+b=2\n",
    },
    "config.apply": {
        "version": "3f2a",
        "changed": ["pjsip.conf"],
        "reloaded": ["res_pjsip"],
        "restart_needed": ["modules.conf"],
    },
    "config.verify": {
        "problems": [
            {"code": "setting-invalid", "where": "pjsip", "details": {"key": "k", "value": "v", "expected": "int"}}
        ]
    },
}

EVENTS: list[dict[str, Any]] = [
    {"kind": "feed.opened", "data": {}},
    {"kind": "bridge.joined", "data": CALL_IN_FULL["events"][1]},
    {"kind": "contact.opened", "data": CALL_IN_FULL["events"][0]},
    {"kind": "queue.figures", "data": {"queue": "sales", "waiting": 2}},
]

FIGURES: list[dict[str, Any]] = [
    {
        "start": "2024-05-08T00:00:00+08:00",
        "queue": "sales",
        "abandoned": 3,
        "answered": 36,
        "answered_in_target": 33,
        "handled": 36,
        "hold_ms": 61500,
        "offered": 41,
        "talk_ms": 7384000,
        "wait_ms": 412400,
        "wait_ms_max": 75500,
        "wrap_up_ms": 360000,
        "service_level": 84.615,
        "asa_s": 11.456,
        "aht_s": 216.819,
    }
]
FIGURE_EVENTS: list[dict[str, Any]] = [
    {
        "seq": 77,
        "schema": 1,
        "at": "2024-05-08T06:31:14.500000+00:00",
        "contact": CALL,
        "leg": None,
        "kind": "queue.left",
        "data": {"queue": "sales", "outcome": "abandoned", "wait_ms": 75500, "target_s": 30},
        "gave": 1,
    }
]
