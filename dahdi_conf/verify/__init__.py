"""Whether a site's lines can be as they are wanted: every problem at once, nothing changed, nothing asked."""

from collections.abc import Iterator

from dahdi_conf.countries import countries
from dahdi_conf.intent import Intent
from dahdi_conf.model import Hardware
from dahdi_conf.plan import BUILT_IN, SOFTWARE_CANCELLERS, Plan
from dahdi_conf.problem import Problem
from dahdi_conf.verify import clocks, numbers, pins, ports, spans

IMPEDANCES = frozenset(one.impedance for one in countries().values()) | {"USA", "CANADA", "IRELAND", "SOUTHKOREA"}


def verify(
    hardware: Hardware, intent: Intent, plan: Plan, cancellers: frozenset[str] = BUILT_IN
) -> tuple[Problem, ...]:
    """All problems, in the order of the document; the plan must be that of the same hardware and intent."""
    return (
        *_site(intent, cancellers),
        *spans.problems(hardware, intent, plan),
        *ports.problems(hardware, intent, plan),
        *pins.problems(hardware, intent, plan),
        *clocks.problems(plan),
        *numbers.problems(intent, plan),
    )


def _site(intent: Intent, cancellers: frozenset[str]) -> Iterator[Problem]:
    if intent.country not in countries():
        yield Problem("lines-country-unknown", "country", {"value": intent.country, "known": ", ".join(countries())})
    if intent.echo_canceller not in ("auto", "none", *cancellers):
        known = ", ".join(["auto", "none", *(name for name in SOFTWARE_CANCELLERS if name in cancellers)])
        yield Problem("lines-echo-unknown", "echo_canceller", {"value": intent.echo_canceller, "known": known})
    if intent.impedance not in ("auto", *IMPEDANCES):
        details = {"value": intent.impedance, "known": ", ".join(sorted(IMPEDANCES))}
        yield Problem("lines-impedance-unknown", "impedance", details)
