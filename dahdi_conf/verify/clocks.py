"""The clock of the box: one line at most is the primary, and it is one that keeps the carrier's clock."""

from collections.abc import Iterator

from dahdi_conf.intent import Clock, Peer
from dahdi_conf.plan import Plan
from dahdi_conf.problem import Problem


def problems(plan: Plan) -> Iterator[Problem]:
    lines = [line for line in plan.spans if not line.loop]
    first = [line for line in lines if line.settings.clock is Clock.PRIMARY]
    for line in first[1:]:
        details = {"span": line.identity, "other": first[0].identity}
        yield Problem("lines-clock-primaries", f"spans.{line.identity}.clock", details)
    for line in lines:
        where, settings = f"spans.{line.identity}.clock", line.settings
        if settings.peer is Peer.PBX and line.timing:
            yield Problem("lines-clock-from-pbx", where, {"span": line.identity}, blocks=False)
    carriers = [line for line in lines if line.settings.peer is Peer.CARRIER]
    if carriers and not any(line.timing for line in lines):
        yield Problem("lines-clock-none", f"spans.{carriers[0].identity}.clock", {}, blocks=False)
