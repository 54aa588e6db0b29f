"""Bringing a site into force on a running Asterisk, or leaving everything as it was."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from appliance.telephony.config.diff import changed, diff
from appliance.telephony.config.errors import ConfigEdited, ConfigRefused, ReloadFailed, SiteInvalid
from appliance.telephony.config.model import Site
from appliance.telephony.config.ports import Reloader
from appliance.telephony.config.readback import lacks
from appliance.telephony.config.render import render as render_site
from appliance.telephony.config.render.lines import FILE as LINES_FILE
from appliance.telephony.config.verify import verify
from appliance.telephony.config.versions import Versions
from appliance.telephony.config.written import transports

Render = Callable[[Site], Mapping[str, str]]

MODULES, _LOAD_LINES = "modules.conf", "load = chan_dahdi.so\n"
"""Read by whoever takes the lines themselves: on a reload Asterisk would overlook most of what it says."""
# A file that is not here is read at Asterisk's start only, or would close the connection it is reloaded over.
RELOADS: Mapping[str, tuple[str, ...]] = {
    "acl.conf": ("acl",),
    "ari.conf": ("res_ari.so",),
    "cdr.conf": ("cdr",),
    "cel.conf": ("cel",),
    "extensions.conf": ("pbx_config.so",),
    "features.conf": ("features",),
    "indications.conf": ("indications",),
    "logger.conf": ("logger",),
    "manager.conf": ("manager",),
    "musiconhold.conf": ("res_musiconhold.so",),
    "pjsip.conf": ("res_pjsip.so", "res_pjsip_authenticator_digest.so", "res_pjsip_endpoint_identifier_ip.so"),
    "rtp.conf": ("res_rtp_asterisk.so",),
    "udptl.conf": ("udptl",),
}


@dataclass(frozen=True, slots=True)
class Applied:
    """What came into force. `restart_needed` names files whose change waits for Asterisk's next start."""

    version: str
    changed_files: tuple[str, ...] = ()
    reloaded_modules: tuple[str, ...] = ()
    restart_needed: tuple[str, ...] = ()
    kept_aside: Path | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What `apply` would change (`diff`), and what was changed by hand since the last one (`edits`)."""

    changed_files: tuple[str, ...]
    diff: str
    edited_files: tuple[str, ...]
    edits: str


def preview(site: Site, folder: Path) -> Preview:
    """Changes nothing; secrets are masked. Raises SiteInvalid."""
    new = _rendered(site, render_site)
    versions = Versions(folder)
    installed, written = _installed(versions), _written(versions)
    return Preview(changed(written, new), diff(written, new), changed(written, installed), _edits(written, installed))


def render_first(site: Site, folder: Path, *, overwrite_edits: bool = False) -> Applied:
    """Write the version for an Asterisk that is about to start. Raises SiteInvalid, ConfigEdited."""
    new = _rendered(site, render_site)
    versions = Versions(folder)
    aside = _keep_edits(versions, overwrite=overwrite_edits)
    files = changed(_installed(versions), new)
    version = versions.write(new)
    versions.switch(version)
    return Applied(version, files, kept_aside=aside)


async def apply(
    site: Site,
    folder: Path,
    asterisk: Reloader,
    *,
    overwrite_edits: bool = False,
    render: Render = render_site,
) -> Applied:
    """Verify, write, switch, reload what changed, read back; no call is touched and Asterisk is never restarted.

    Raises SiteInvalid or ConfigEdited with nothing changed, and ConfigRefused or ReloadFailed with the version
    before in force again.
    """
    new = _rendered(site, render)
    versions = Versions(folder)
    before, old = versions.current, _installed(versions)
    aside = _keep_edits(versions, overwrite=overwrite_edits)
    files = changed(old, new)
    modules = _modules(files)
    if not files and await lacks(asterisk, new, old):
        # The files are in place and Asterisk is not: whoever switched them died before the reload.
        modules = _modules(new)
    version = versions.write(new)
    versions.switch(version)
    try:
        await _bring_in(asterisk, modules, new, old)
    except BaseException:
        versions.switch(before)
        await _bring_back(asterisk, modules)
        raise
    return Applied(version, files, modules, _needs_restart(files, old, new), aside)


async def _bring_in(asterisk: Reloader, modules: Iterable[str], new: Mapping[str, str], old: Mapping[str, str]) -> None:
    for module in modules:
        await asterisk.reload(module)
    if missing := await lacks(asterisk, new, old):
        files = ", ".join(sorted({lack.file for lack in missing}))
        raise ConfigRefused(
            files=files, missing="; ".join(lack.what for lack in missing), lacks=[asdict(lack) for lack in missing]
        )


async def _bring_back(asterisk: Reloader, modules: Iterable[str]) -> None:
    with suppress(ReloadFailed):
        for module in modules:
            await asterisk.reload(module)


def _rendered(site: Site, render: Render) -> Mapping[str, str]:
    if problems := verify(site):
        raise SiteInvalid(
            count=len(problems),
            places=", ".join(problem.where for problem in problems),
            problems=[asdict(problem) for problem in problems],
        )
    return render(site)


def _installed(versions: Versions) -> dict[str, str]:
    return versions.files(versions.current) if versions.current else {}


def _written(versions: Versions) -> dict[str, str]:
    return versions.written(versions.current) if versions.current else {}


def _keep_edits(versions: Versions, *, overwrite: bool) -> Path | None:
    written, found = _written(versions), _installed(versions)
    edited = changed(written, found)
    if versions.current is None or not edited:
        return None
    if overwrite:
        return versions.keep_aside(versions.current)
    raise ConfigEdited(files=", ".join(edited), diff=_edits(written, found))


def _edits(written: Mapping[str, str], found: Mapping[str, str]) -> str:
    return diff(written, found, ("written", "found"))


def _modules(files: Iterable[str]) -> tuple[str, ...]:
    return tuple(module for name in sorted(files) for module in RELOADS.get(name, ()))


def _needs_restart(files: tuple[str, ...], old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    listening = transports(old.get("pjsip.conf", "")) != transports(new["pjsip.conf"])
    waiting = tuple(name for name in files if name not in RELOADS or (name == "pjsip.conf" and listening))
    modules = old.get(MODULES, "").replace(_LOAD_LINES, "") != new[MODULES].replace(_LOAD_LINES, "")
    return tuple(name for name in waiting if name != LINES_FILE and (name != MODULES or modules))
