"""Whether Asterisk holds what was written: an object it cannot read it skips, and tells nobody but its log."""

from collections.abc import Mapping
from dataclasses import dataclass

from appliance.telephony.config.ports import Reloader
from appliance.telephony.config.render.dialplan import STAMP
from appliance.telephony.config.written import Options, objects, same, sections

_KINDS = ("endpoint", "auth", "aor", "identify")
# Asterisk does not tell these; the rest of their object came with them or not at all.
_UNHELD = ("type", "disallow", "set_var")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing Asterisk does not hold as `file` says; `what` names the object and option, never a value."""

    file: str
    what: str


async def lacks(asterisk: Reloader, files: Mapping[str, str], before: Mapping[str, str]) -> tuple[Lack, ...]:
    """All that is missing, different, or still there although only `before` had it."""
    wanted, had = objects(files["pjsip.conf"]), objects(before.get("pjsip.conf", ""))
    found: list[Lack] = []
    for (kind, name), pairs in wanted.items():
        if kind in _KINDS:
            held = await asterisk.sip_object(kind, name)
            found += [Lack("pjsip.conf", what) for what in _different(f"{kind} {name}", pairs, held)]
    for kind, name in had.keys() - wanted.keys():
        if kind in _KINDS and await asterisk.sip_object(kind, name) is not None:
            found.append(Lack("pjsip.conf", f"{kind} {name} (removed)"))
    if await asterisk.variable(STAMP) != _stamp(files["extensions.conf"]):
        found.append(Lack("extensions.conf", STAMP))
    return tuple(found)


def _different(where: str, pairs: Options, held: Mapping[str, str] | None) -> list[str]:
    if held is None:
        return [where]
    wrote: dict[str, str] = {}
    for key, value in pairs:
        wrote[key] = f"{wrote[key]},{value}" if key in wrote else value
    return [f"{where}: {k}" for k, v in wrote.items() if k not in _UNHELD and not same(k, v, held.get(k, ""))]


def _stamp(text: str) -> str:
    return next((dict(pairs).get(STAMP, "") for name, pairs in sections(text) if name == "globals"), "")
