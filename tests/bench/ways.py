"""route.decide: a number to its trunks with 5,000 rules, and the dialplan of the same rules in a stock Asterisk."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from appliance.contact.routes.model import Asker, Group, Member, Plan, Route, TrunkState, Turns
from appliance.contact.routes.numbers import normalise
from appliance.contact.routes.routing import Now, Table, decide, table
from appliance.telephony import certificates
from appliance.telephony.config.render import render
from appliance.telephony.config.versions import Versions
from drivers.simulated.sip.note import percentile
from tests.bench import cpu
from tests.bench.figure import Figure, Goal
from tests.servers import asterisk, asterisk_box

RULES, SAMPLES, ROUNDS = 5000, 5000, 4000
PLAN = Plan(area="10")
DIALLED = 40
"""Numbers that the dialplan looks up in turn."""


def measure(folder: Path) -> list[Figure]:
    """In milliseconds of the processor; both sides take the number and have its trunks in the end."""
    chance = Random(20260504)
    prefixes = made_up(chance)
    numbers = [finished(prefix, chance) for prefix in chance.choices(prefixes, k=SAMPLES)]
    found = sorted(ours(prefixes, numbers))
    stock = asterisks(folder, prefixes, numbers[:DIALLED])
    details = {"rules": RULES, "samples": SAMPLES, "p99": _ms(found, 0.99), "baseline_lookups": ROUNDS}
    goal = Goal(most=1, ratio_most=0.2)
    return [Figure("route.decide", _ms(found, 0.5), "ms", goal, round(stock * 1000, 3), details)]


def made_up(chance: Random) -> list[str]:
    """Prefixes of mobile phones, towns and countries, as they are dialled."""
    found: dict[str, None] = {}
    while len(found) < RULES:
        mobile = f"1{chance.randint(3, 9)}{chance.randint(0, 99999):05}"[: chance.randint(4, 7)]
        town = f"0{chance.randint(3, 9)}{chance.randint(0, 99):02}{chance.randint(2, 8)}{chance.randint(0, 99):02}"
        country = f"00{chance.choice('13479')}{chance.randint(10, 9999)}"
        found[chance.choice((mobile, town[: chance.randint(4, 7)], country))] = None
    return sorted(found)


def finished(prefix: str, chance: Random) -> str:
    """A number that begins so."""
    if prefix.startswith("00"):
        return f"{prefix}{chance.randint(1000000, 9999999)}"
    length = 12 if prefix.startswith("0") else 11
    return f"{prefix}{chance.randint(20000000, 89999999)}{chance.randint(1000, 9999)}"[:length]


def ours(prefixes: Sequence[str], numbers: Sequence[str]) -> list[float]:
    """The seconds of each decision, the reading of a number that is new to us included."""
    rules, now = _rules(prefixes), Now({name: TrunkState(name) for name in "abc"})
    asker, seconds = Asker("8001", "8001", ("sales",)), []
    for number in numbers:
        normalise.cache_clear()
        began = time.thread_time()
        choice = decide(rules, normalise(number, PLAN), asker, now)
        seconds.append(time.thread_time() - began)
        if len(choice.ways) != 3:
            raise RuntimeError(f"{number}: {choice}")
    return seconds


def asterisks(folder: Path, prefixes: Sequence[str], numbers: Sequence[str]) -> float:
    """The seconds of one look-up in the dialplan, without those of the loop around it."""
    files = render(asterisk_box.site())
    files["extensions.conf"] = dialplan(prefixes, numbers)
    files["modules.conf"] += "".join(f"load = {name}.so\n" for name in ("app_stack", "app_verbose", "res_clioriginate"))
    certificates.ensure(folder / "tls", (asterisk_box.ADDRESS,), datetime.now(UTC))
    versions = Versions(folder / "config")
    versions.switch(versions.write(files))
    with asterisk.running(folder) as server:
        full, empty = (_rounds(server, context) for context in ("full", "empty"))
    return max(0.0, full - empty) / ROUNDS


def dialplan(prefixes: Sequence[str], numbers: Sequence[str]) -> str:
    """Each rule names its trunks and the number shown, as a route does; `bench` walks through them ROUNDS times."""
    rule = "exten => {},1,Set(WAYS=a&b&c)\n same => n,Set(SHOWN=4008001000)\n same => n,Return()\n"
    patterns = "".join(rule.format(f"_{prefix}X!") for prefix in prefixes)
    rounds = "".join(
        f"[bench-{context}]\nexten => s,1,Set(N=0)\n"
        + f" same => n(again),GotoIf($[${{N}} >= {ROUNDS // len(numbers)}]?done)\n"
        + "".join(f" same => n,Gosub({context},{number},1)\n" for number in numbers)
        + " same => n,Set(N=$[${N} + 1])\n same => n,Goto(again)\n"
        + f" same => n(done),Verbose(0,bench {context} over)\n same => n,Hangup()\n\n"
        for context in ("full", "empty")
    )
    bare = rule.format("_[0-9]!")
    return f"[full]\n{patterns}\n[empty]\n{bare}\n{rounds}"


def _rounds(server: asterisk.AsteriskServer, context: str) -> float:
    """The processor's seconds that Asterisk takes for all rounds."""
    began = cpu.seconds(server.pid)
    server.cli(f"channel originate Local/s@bench-{context} application Wait 600")
    if not server.wait_for(f"bench {context} over", 60):
        raise RuntimeError(f"bench {context} did not end: {server.log[-500:]}")
    return cpu.seconds(server.pid) - began


def _rules(prefixes: Sequence[str]) -> Table:
    group = Group("carriers", (Member("a"), Member("b")), Turns.ROUND_ROBIN)
    routes = [Route(f"r{place}", (prefix,), ("carriers", "c")) for place, prefix in enumerate(prefixes)]
    return table(routes, {"carriers": group}, PLAN)


def _ms(ordered: Sequence[float], share: float) -> float:
    return round(1000 * (percentile(ordered, share) or 0.0), 4)
