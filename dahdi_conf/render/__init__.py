"""A plan as the text of every file that DAHDI and Asterisk read; the same plan gives the same bytes."""

from dahdi_conf.plan import Plan
from dahdi_conf.render import asterisk, kernel, system


def render(plan: Plan) -> dict[str, str]:
    """Path below /etc -> text. The plan must have passed `verify`; raises BrokenLineError otherwise."""
    return {
        "asterisk/chan_dahdi.conf": asterisk.render(plan),
        "dahdi/assigned-spans.conf": kernel.assigned_spans(plan),
        "dahdi/modules": kernel.modules(plan),
        "dahdi/span-types.conf": kernel.span_types(plan),
        "dahdi/system.conf": system.render(plan),
        "modprobe.d/callstead-dahdi.conf": kernel.options(plan),
    }
