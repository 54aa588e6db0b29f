"""Sites with two trunks and routes over them."""

from collections.abc import Iterable
from typing import Any

from appliance.contact.calls.model import Trunk
from appliance.contact.routes.model import Block, Cap, Plan, Route, Rules
from tests.scenarios.stage import AGENTS, QUEUES, Site

A, B = (Trunk(name, ("127.0.0.9",), "127.0.0.9") for name in ("a", "b"))


def site(
    *routes: Route, caps: Iterable[Cap] = (), trunks: Iterable[Trunk] = (A, B), shows: bool = False, **more: Any
) -> Site:
    rules = Rules(
        more.pop("plan", Plan(area="10")),
        more.pop("groups", {}),
        {route.name: route for route in routes},
        {cap.name: cap for cap in caps},
        more.pop("block", Block()),
    )
    known = {trunk.name: trunk for trunk in trunks}
    return Site(QUEUES, AGENTS, trunks=known, routes=rules, tells_numbers=shows, **more)
