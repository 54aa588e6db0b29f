"""A configuration comes into force as a whole or not at all."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from appliance.errors import LANGUAGES
from appliance.settings import Secret
from appliance.telephony.config.apply import apply, preview, render_first
from appliance.telephony.config.errors import ConfigEdited, ConfigRefused, ReloadFailed, SiteInvalid
from appliance.telephony.config.model import Site, Trunk
from appliance.telephony.config.render import render
from tests.fakes.asterisk_config import ConfiguredAsterisk
from tests.unit.telephony_config.sites import demo, phone

SIP_RELOADS = ("res_pjsip.so", "res_pjsip_authenticator_digest.so", "res_pjsip_endpoint_identifier_ip.so")
Box = tuple[Path, ConfiguredAsterisk]


@pytest.fixture
def box(tmp_path: Path) -> Box:
    """A configured folder and the Asterisk that was started from it."""
    render_first(demo(), tmp_path)
    asterisk = ConfiguredAsterisk(tmp_path)
    asterisk.start()
    return tmp_path, asterisk


def _more() -> Site:
    site = demo()
    return replace(site, phones=(*site.phones, phone("8007")))


def _unknown_codec(site: Site) -> Mapping[str, str]:
    files = render(site)
    return files | {"pjsip.conf": files["pjsip.conf"].replace("allow = alaw,ulaw", "allow = g999", 2)}


def _in_force(folder: Path) -> str:
    return (folder / "current" / "pjsip.conf").read_text("utf-8")


def test_only_what_changed_is_reloaded(box: Box) -> None:
    folder, asterisk = box
    applied = asyncio.run(apply(replace(demo(), trunks=(Trunk("other", ("10.0.0.1",)),)), folder, asterisk))
    assert applied.changed_files == ("pjsip.conf",)
    assert applied.reloaded_modules == tuple(asterisk.reloads) == SIP_RELOADS
    assert applied.restart_needed == ()
    assert "[other]" in _in_force(folder)


def test_a_phone_more_reaches_sip_and_dialplan(box: Box) -> None:
    folder, asterisk = box
    applied = asyncio.run(apply(_more(), folder, asterisk))
    assert applied.changed_files == ("extensions.conf", "pjsip.conf")
    assert asyncio.run(asterisk.sip_object("endpoint", "8007"))


def test_the_same_site_reloads_nothing(box: Box) -> None:
    folder, asterisk = box
    before = (folder / "current").readlink()
    applied = asyncio.run(apply(demo(), folder, asterisk))
    assert (applied.changed_files, applied.reloaded_modules, asterisk.reloads) == ((), (), [])
    assert (folder / "current").readlink() == before


def test_a_reload_that_was_missed_is_made_up_for(box: Box) -> None:
    folder, asterisk = box
    render_first(_more(), folder)
    applied = asyncio.run(apply(_more(), folder, asterisk))
    assert applied.changed_files == ()
    assert asyncio.run(asterisk.sip_object("endpoint", "8007"))


@pytest.mark.parametrize(
    ("site", "files"),
    [
        (replace(demo(), node="other"), ("asterisk.conf",)),
        (replace(demo(), sip=replace(demo().sip, udp_port=5070)), ("pjsip.conf",)),
        (replace(demo(), ari=replace(demo().ari, port=8090)), ("http.conf",)),
        (replace(demo(), sip=replace(demo().sip, rtp_last=12999)), ()),
    ],
)
def test_what_needs_a_restart_is_said(box: Box, site: Site, files: tuple[str, ...]) -> None:
    folder, asterisk = box
    assert asyncio.run(apply(site, folder, asterisk)).restart_needed == files


def test_an_invalid_site_changes_nothing(box: Box) -> None:
    folder, asterisk = box
    before = _in_force(folder)
    with pytest.raises(SiteInvalid) as refused:
        asyncio.run(apply(replace(demo(), language="xx", node=""), folder, asterisk))
    assert [problem["where"] for problem in refused.value.details["problems"]] == ["node", "language"]
    assert (_in_force(folder), asterisk.reloads) == (before, [])


def test_a_refused_configuration_is_rolled_back(box: Box) -> None:
    folder, asterisk = box
    before = _in_force(folder)
    with pytest.raises(ConfigRefused) as refused:
        asyncio.run(apply(_more(), folder, asterisk, render=_unknown_codec))
    assert refused.value.details["files"] == "pjsip.conf"
    assert "endpoint 8001: allow" in refused.value.details["missing"]
    assert _in_force(folder) == before
    assert asyncio.run(asterisk.sip_object("endpoint", "8007")) is None
    assert asyncio.run(asterisk.sip_object("endpoint", "8001"))


def test_a_module_that_does_not_reload_is_rolled_back(box: Box) -> None:
    folder, asterisk = box
    before = _in_force(folder)
    asterisk.deaf.add("pbx_config.so")
    with pytest.raises(ReloadFailed):
        asyncio.run(apply(_more(), folder, asterisk))
    assert _in_force(folder) == before


def test_a_removed_phone_must_be_gone(box: Box) -> None:
    folder, asterisk = box
    site = demo()
    smaller = replace(site, phones=site.phones[1:], numbers=())
    asyncio.run(apply(smaller, folder, asterisk))
    assert asyncio.run(asterisk.sip_object("endpoint", "8001")) is None


@pytest.mark.parametrize("name", ["pjsip.conf", "extra.conf"])
def test_a_hand_edit_is_shown_and_refused(box: Box, name: str) -> None:
    folder, asterisk = box
    with (folder / "current" / name).open("a") as file:
        file.write("[intruder]\npassword = known-to-me\n")
    with pytest.raises(ConfigEdited) as refused:
        asyncio.run(apply(_more(), folder, asterisk))
    assert refused.value.details["files"] == name
    assert "+[intruder]" in refused.value.details["diff"]
    assert "known-to-me" not in refused.value.details["diff"]
    assert asterisk.reloads == []
    assert preview(demo(), folder).edited_files == (name,)


def test_a_removed_file_is_a_hand_edit(box: Box) -> None:
    folder, asterisk = box
    (folder / "current" / "rtp.conf").unlink()
    with pytest.raises(ConfigEdited, match=r"rtp\.conf"):
        asyncio.run(apply(demo(), folder, asterisk))


@pytest.mark.parametrize("site", [demo(), _more()])
def test_overwriting_keeps_the_edited_version_aside(box: Box, site: Site) -> None:
    folder, asterisk = box
    with (folder / "current" / "pjsip.conf").open("a") as file:
        file.write("; mine\n")
    (folder / "current" / "extra.conf").write_text("mine")
    applied = asyncio.run(apply(site, folder, asterisk, overwrite_edits=True))
    assert applied.kept_aside
    assert (applied.kept_aside / "pjsip.conf").read_text("utf-8").endswith("; mine\n")
    assert not (folder / "current" / "extra.conf").exists()
    assert _in_force(folder) == render(site)["pjsip.conf"]
    assert preview(site, folder).edited_files == ()


def test_preview_masks_secrets_and_changes_nothing(box: Box) -> None:
    folder, _ = box
    site = demo()
    other = replace(site, phones=(replace(site.phones[0], secret=Secret("Another-Secret-1")), *site.phones[1:]))
    shown = preview(other, folder)
    assert shown.changed_files == ("pjsip.conf",)
    assert "-password = ••••\n+password = ••••\n" in shown.diff
    assert "Another-Secret" not in shown.diff
    assert "Not-A-Secret" not in shown.diff
    assert preview(site, folder).diff == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "refusal",
    [
        SiteInvalid(count=1, places="node", problems=[]),
        ConfigEdited(files="a", diff="b"),
        ConfigRefused(files="a", missing="b", lacks=[]),
        ReloadFailed(module="a", status=409),
    ],
)
def test_every_refusal_explains_itself(refusal: SiteInvalid, language: str) -> None:
    said = refusal.sentence(language)
    assert all(part and "{" not in part for part in (said.what, said.why, said.next))
