"""extensions.conf: into the engine, and what happens to a caller while there is none.

Text that a caller chose (the dialled extension) is counted, never evaluated or passed on, until it is known to hold
digits only: Goto, Stasis and Dial would read a comma in it as their own.
"""

import hashlib
from collections.abc import Iterable, Iterator

from appliance.telephony.config import places
from appliance.telephony.config.model import Number, Site
from appliance.telephony.config.render import fax
from appliance.telephony.config.render.section import file, section

STAMP = "CALLSTEAD_DIALPLAN"
INVALID_NUMBER = 1
NORMAL_CLEARING = 16
USER_BUSY = 17
CALL_REJECTED = 21
RING_SECONDS = 20
MUSIC_SECONDS = 5
PHONE_RING_SECONDS = 30
OUTSIDE_SECONDS = 30

GROUP, NUMBER, PHONE = "CALLSTEAD_GROUP", "CALLSTEAD_NUMBER", "CALLSTEAD_PHONE"
"""What chan_dahdi.conf tells of a line: its group, and the number of one on which calls arrive without any; and of a
telephone on a port its name."""
NAME_OF_GROUP = "LINES_"
"""Begins the global variables that name the trunk of each group."""

PORTS = "DAHDI/"
"""Begins what dials a telephone on a port, or with g a free line of a group."""

BESIDE = ("dictation", "hearing")
"""What phones are rung for beside the calls; they come back to the engine by these when they are answered."""

_DIALLED = "_[+0-9]!"
_PRESSED = "_[*#0-9]!"
LONGEST_KEYED = 24
_KEYED = ("_[*#].", *("_" + digits * "X" for digits in range(1, LONGEST_KEYED + 1)))
"""What comes key by key from a telephone on a port: after each more is waited for, a few seconds or until #."""
_CODE = "_[*#]!"
_TRUNK = "${TRUNK}"


_SIP_TRUNK = ("Set(TRUNK=${CHANNEL(endpoint)})",)
# A group that no trunk names still brings its calls in.
_LINE_TRUNK = (
    f"Set(TRUNK=lines-${{{GROUP}}})",
    f'ExecIf($["${{{NAME_OF_GROUP}${{{GROUP}}}}}" != ""]?Set(TRUNK=${{{NAME_OF_GROUP}${{{GROUP}}}}}))',
)


def render(site: Site) -> dict[str, str]:
    """The global variable STAMP is the digest of all contexts: who reads it back knows which dialplan is in force."""
    contexts = (
        _context("from-trunk", _from_trunk(site, _SIP_TRUNK)),
        *(_of_lines(site) if site.lines else ()),
        *(_from_port(site) if site.telephones else ()),
        _context("inbound", _inbound(site)),
        _context("fallback", _fallback(site)),
        _context("from-phone", _from_phone(site)),
        _context("phone-fallback", _phone_fallback(site)),
        _context("outside", _outside(site)),
        *(_context(name, (_extension(*each) for each in steps)) for name, steps in fax.contexts(site.ari.app)),
        _context("beside", (_extension(name, f"Stasis({site.ari.app},{name})", "Hangup()") for name in BESIDE)),
    )
    groups = [(f"{NAME_OF_GROUP}{trunk.group}", trunk.name) for trunk in site.line_trunks]
    digest = hashlib.sha256("".join([*contexts, *map(str, groups)]).encode()).hexdigest()[:12]
    return {
        "extensions.conf": file(
            section("general", [("static", "yes"), ("writeprotect", "yes")]),
            section("globals", [(STAMP, digest), *groups]),
            *contexts,
        )
    }


def _context(name: str, extensions: Iterable[str]) -> str:
    return "\n".join([f"[{name}]", *extensions, ""])


def _extension(pattern: str, *steps: str) -> str:
    first, *rest = steps
    label = [f" same => n{step}" if step.startswith("(") else f" same => n,{step}" for step in rest]
    return "\n".join([f"exten => {pattern},1,{first}", *label])


def _not_only(characters: str) -> str:
    return f"$[${{LEN(${{FILTER({characters},${{EXTEN}})}})}} != ${{LEN(${{EXTEN}})}}]"


def _stasis(site: Site, source: str, who: str) -> str:
    return f"Stasis({site.ari.app},{source},${{EXTEN}},{who})"


def _failed(target: str) -> str:
    return f'GotoIf($["${{STASISSTATUS}}" = "FAILED"]?{target})'


def _from_trunk(site: Site, trunk: tuple[str, ...]) -> Iterator[str]:
    """The variable TRUNK is the trunk's name from here on."""
    for number in site.numbers:
        language = f"Set(CHANNEL(language)={number.language})"
        yield _extension(number.did, *trunk, language, "Goto(inbound,${EXTEN},1)")
    yield _extension(
        _DIALLED,
        f"GotoIf({_not_only('+0-9')}?refuse)",
        *trunk,
        "Goto(inbound,${EXTEN},1)",
        f"(refuse),Hangup({INVALID_NUMBER})",
    )


def _of_lines(site: Site) -> Iterator[str]:
    """An analog line tells no number: its calls come to s, and were meant for the number of the line.

    What is no number of ours lies apart: beside it Asterisk would not wait for the digits that come one by one.
    """
    *ours, other = _from_trunk(site, _LINE_TRUNK)
    analog = _extension(
        "s",
        f'GotoIf($["${{{NUMBER}}}" = ""]?refuse)',
        f"Goto(from-lines,${{{NUMBER}}},1)",
        f"(refuse),Hangup({INVALID_NUMBER})",
    )
    passed = [
        _extension(f"_{pattern}", *_LINE_TRUNK, "Goto(inbound,${EXTEN},1)")
        for trunk in site.line_trunks
        for pattern in trunk.behind
        if not pattern.endswith("*")
    ]
    yield _context("from-lines", (analog, *ours, *passed, "include => from-lines-other"))
    yield _context("from-lines-other", (other,))
    # An old PBX may dial digit by digit too, and whatever there is in the world.
    keyed = (_extension(pattern, "Goto(from-lines-other,${EXTEN},1)") for pattern in _KEYED[1:])
    yield _context("from-pbx", (*ours, *keyed))


def _inbound(site: Site) -> Iterator[str]:
    yield _extension(
        _DIALLED,
        f"MixMonitor({places.RECORDINGS}/${{UNIQUEID}}.raw,D)",
        _stasis(site, "inbound", _TRUNK),
        _failed("fallback,${EXTEN},1"),
        "Hangup()",
    )
    # Where Asterisk leads a channel on which it hears a fax call.
    yield _extension("fax", f"Stasis({site.ari.app},fax)", "Hangup()")


def _fallback(site: Site) -> Iterator[str]:
    for number in site.numbers:
        yield _group(number, site)
    yield from _through(site)
    yield _extension(
        _DIALLED,
        "Progress()",
        "Playback(number-unknown,noanswer)",
        f"Hangup({INVALID_NUMBER})",
    )


def _through(site: Site) -> Iterator[str]:
    """To an old PBX calls pass through without the engine too, which alone knows the routes the other way."""
    for trunk in site.line_trunks:
        for pattern in trunk.behind:
            any_more = "!" if pattern.endswith("*") else ""
            dialled = f"{PORTS}g{trunk.group}/${{FILTER(0-9,${{EXTEN}})}}"
            yield _extension(f"_{pattern.removesuffix('*')}{any_more}", f"Dial({dialled})", "Hangup(${HANGUPCAUSE})")


def _group(number: Number, site: Site) -> str:
    """Each round asks for the engine first, so that one which came back takes over whoever waits.

    Music ends every round: a group that refuses at once must not be rung without a pause.
    """
    return _extension(
        number.did,
        "Answer()",
        "Set(ROUND=1)",
        f"(round),{_stasis(site, 'inbound', _TRUNK)}",
        'GotoIf($["${STASISSTATUS}" != "FAILED"]?done)',
        "Set(IDLE=)",
        *(_if_idle(name, site) for name in number.fallback),
        'GotoIf($["${IDLE}" = ""]?music)',
        f"Dial(${{IDLE:1}},{RING_SECONDS},mi)",
        'GotoIf($["${DIALSTATUS}" = "ANSWER"]?done)',
        f"(music),MusicOnHold(default,{MUSIC_SECONDS})",
        "Set(ROUND=$[${ROUND} + 1])",
        f"GotoIf($[${{ROUND}} <= {site.fallback_rounds}]?round)",
        "Playback(no-agent-sorry)",
        f"(done),Hangup({NORMAL_CLEARING})",
    )


def _from_port(site: Site) -> Iterator[str]:
    """Telephones on ports: the digits one by one in a context apart, where they are waited for."""
    keyed = (_extension(pattern, "Goto(port-dialled,${EXTEN},1)") for pattern in _KEYED)
    dialled = _extension(
        _PRESSED,
        f"GotoIf({_not_only('*#0-9')}?refuse)",
        _stasis(site, "phone", f"${{{PHONE}}}"),
        _failed("phone-fallback,${EXTEN},1"),
        "Hangup()",
        f"(refuse),Hangup({CALL_REJECTED})",
    )
    yield _context("from-port", keyed)
    yield _context("port-dialled", (dialled,))


# Option i of Dial: a phone that points elsewhere (SIP 302) is not followed, past every route and cap.
def _if_idle(name: str, site: Site) -> str:
    device = _device(name, site)
    # Of a port Asterisk knows a state only while somebody is on it.
    idle = "UNKNOWN" if device.startswith(PORTS) else "NOT_INUSE"
    return f'ExecIf($["${{DEVICE_STATE({device})}}" = "{idle}"]?Set(IDLE=${{IDLE}}&{device}))'


def _device(name: str, site: Site) -> str:
    channel = next((phone.channel for phone in site.telephones if phone.name == name), 0)
    return f"{PORTS}{channel}" if channel else f"PJSIP/{name}"


def _from_phone(site: Site) -> Iterator[str]:
    yield _extension(
        _PRESSED,
        f"GotoIf({_not_only('*#0-9')}?refuse)",
        'GotoIf($["${TLS_ONLY}${CHANNEL(pjsip,secure)}" = "10"]?refuse)',
        _stasis(site, "phone", "${CHANNEL(endpoint)}"),
        _failed("phone-fallback,${EXTEN},1"),
        "Hangup()",
        f"(refuse),Hangup({CALL_REJECTED})",
    )


def _phone_fallback(site: Site) -> Iterator[str]:
    for name in (*(phone.name for phone in site.phones), *(phone.name for phone in site.telephones)):
        if name.isascii() and name.isdigit():
            yield _call(name, site)
    # What a code does needs the engine; a phone that is told so and hears the busy tone is not left in silence.
    yield _extension(_CODE, "Progress()", "Playback(code-unavailable,noanswer)", f"Hangup({USER_BUSY})")
    yield _extension(_PRESSED, f"Hangup({INVALID_NUMBER})")


def _outside(site: Site) -> Iterator[str]:
    """Whoever we call in the network, once answered: recorded, and to the engine, which may be away for a moment."""
    yield _extension(
        "s",
        f"MixMonitor({places.RECORDINGS}/${{UNIQUEID}}.raw,D)",
        "Set(ROUND=1)",
        f"(round),Stasis({site.ari.app},outside)",
        'GotoIf($["${STASISSTATUS}" != "FAILED"]?done)',
        "MusicOnHold(default,1)",
        "Set(ROUND=$[${ROUND} + 1])",
        f"GotoIf($[${{ROUND}} <= {OUTSIDE_SECONDS}]?round)",
        f"(done),Hangup({NORMAL_CLEARING})",
    )


def _call(name: str, site: Site) -> str:
    return _extension(name, f"Dial({_device(name, site)},{PHONE_RING_SECONDS},i)", "Hangup()")
