"""Why a card does not work: from its driver's state and the kernel's words to a stable code."""

import re
from collections.abc import Sequence

from dahdi_conf.cards import Product, Source
from dahdi_conf.facts import Facts
from dahdi_conf.model import CardState, Reason

Verdict = tuple[CardState, Reason | None]

WORDS = (
    ("driver-mismatch", r"version magic|disagrees about version of symbol|Unknown symbol"),
    ("driver-unsigned", r"unsigned module is rejected|Key was rejected|module verification failed: .* rejected"),
    (
        "firmware-missing",
        r"(?i)firmware \S+ not available|failed to load firmware|Direct firmware load for .* failed"
        r"|\.bin is invalid|unable to load firmware",
    ),
    ("power-cycle", r"(?i)power cycle"),
    ("firmware-wrong", r"(?i)invalid firmware|install the correct firmware"),
    ("no-interrupts", r"Interrupts not detected|Unable to request IRQ|no associated IRQ|request interrupt line"),
    ("no-resources", r"Unable to request regions|Unable to reserve PCI|in use by another|DMA-able memory|suitable DMA"),
    (
        "hardware-broken",
        r"Register test failed|register test|Failed to read FALC|Failed register read|Did not come out of reset"
        r"|Unable to read (valid )?serial|Unable to read flash|encryption check|Failed reset"
        r"|Unknown/unsupported controller|Unable to identify board|initailize DAA",
    ),
    ("not-registered", r"(?i)unable to register|failed to register with dahdi"),
    ("driver-gave-up", r"probe .*failed with error|probe of \S+ failed"),
)
"""Codes by what the drivers and the driver core print; the first that is found anywhere names the cause."""

ELSEWHERE = {Source.GONE: "driver-gone", Source.VENDOR: "driver-vendor"}
ECHO = r"VPM450: (firmware \S+ not available|Failed to initialize)|vpmoct: Failed to load|VPMADT032 (firmware|Failed)"
PORT = r"(?:Port|Module) (?P<port>\d+): FAILED"


def failure(product: Product, driver: str, address: str, facts: Facts) -> Verdict:
    """Why a known card has no DAHDI device, which is right for one without lines; `driver` is what is bound, if any."""
    said = words(facts, product.driver, address)
    if driver and driver != product.driver:
        return CardState.NO_DRIVER, Reason("driver-taken", driver)
    if cause := _cause(said):
        return CardState.DRIVER_FAILED, cause
    if driver and not product.kinds:
        return CardState.OK, None
    if driver:
        return CardState.DRIVER_FAILED, Reason("not-registered", driver, said)
    if product.driver in facts.modules:
        unheard = facts.log is None
        return CardState.NO_DRIVER, Reason("log-unreadable" if unheard else "driver-idle", product.driver, said)
    return CardState.NO_DRIVER, Reason("driver-not-loaded", product.driver)


def missing(product: Product, facts: Facts) -> Verdict | None:
    """Why a known card can have no driver here at all; None when it can."""
    if code := ELSEWHERE.get(product.origin):
        return CardState.NO_DRIVER, Reason(code, product.driver)
    if facts.available is None or product.driver in facts.available | facts.modules:
        return None
    code = "driver-not-built" if product.origin is Source.SOURCE else "driver-missing"
    return CardState.NO_DRIVER, Reason(code, product.driver)


def words(facts: Facts, driver: str, address: str) -> tuple[str, ...]:
    """What the kernel said about the card at that address, or about its driver as a whole."""
    about = re.compile(rf"(?<![\w.:-]){re.escape(address)}(?![\w.])|^{re.escape(driver)}: ")
    return tuple(line for line in facts.log or () if about.search(line))


def troubles(said: Sequence[str], *, echo_canceller: bool) -> tuple[Reason, ...]:
    """What is wrong with a card that works: ports that failed, an echo canceller that was found and did not start."""
    ports = {match["port"]: line for line in said if (match := re.search(PORT, line))}
    found = [Reason("port-failed", port, (line,)) for port, line in sorted(ports.items())]
    echo = tuple(line for line in said if re.search(ECHO, line))
    if echo and not echo_canceller:
        found.append(Reason("echo-canceller-failed", kernel=echo[-1:]))
    return tuple(found)


def _cause(said: Sequence[str]) -> Reason | None:
    for code, pattern in WORDS:
        lines = tuple(line for line in said if re.search(pattern, line) and not re.search(ECHO, line))
        if lines:
            return Reason(code, _file(lines), lines)
    return None


def _file(lines: Sequence[str]) -> str:
    """The firmware file that is named, if one is."""
    names = (re.search(r"[\w-]+\.bin", line) for line in lines)
    return next((match[0] for match in names if match), "")
