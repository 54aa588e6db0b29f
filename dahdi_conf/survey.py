"""What lines can be made of on this machine: its cards, and the echo cancellers of its kernel."""

from dataclasses import dataclass
from pathlib import Path

from dahdi_conf.cards import catalogue
from dahdi_conf.detect import detect
from dahdi_conf.model import Hardware
from dahdi_conf.plan import BUILT_IN, SOFTWARE_CANCELLERS
from dahdi_conf.scan import scan


@dataclass(frozen=True, slots=True)
class Survey:
    """`cancellers` are those in software that the kernel has; DAHDI's own where that is not known."""

    hardware: Hardware
    cancellers: frozenset[str]


def survey(root: Path = Path("/")) -> Survey:
    """What is there now."""
    facts = scan(root)
    return Survey(detect(facts, catalogue()), _cancellers(facts.available))


def _cancellers(available: frozenset[str] | None) -> frozenset[str]:
    if available is None:
        return BUILT_IN
    return frozenset(name for name in SOFTWARE_CANCELLERS if f"dahdi_echocan_{name}" in available)
