"""Lines are changed while a box is at work: what does not change is left alone, what goes wrong is put back."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from appliance.control.client import ControlClient
from appliance.errors import Refusal
from appliance.telephony.config.render.lines import FILE
from tests.lab import exchange, site, spans
from tests.lab.site import LONG, MAIN, Site
from tests.servers.live import facts, run

pytestmark = pytest.mark.timeout(600)

CALLER = "2061234567"


def test_a_change_of_one_line_leaves_the_calls_of_the_other_alone(lines: Site) -> None:
    ours, carrier = lines
    answered = carrier.said("ANSWERED")

    async def scene() -> tuple[dict[str, Any], list[str]]:
        async with facts(ours.engine(), "contact") as seen, ours.engine() as engine:
            await exchange.call(MAIN, CALLER)
            opened = await seen.until("contact.opened", LONG)
            await asyncio.to_thread(carrier.until, "ANSWERED", answered + 1)
            done = await site.apply(ours, site.document(second='name = "Second"'))
            calls = [call["id"] for call in await engine.call("call.list")]
            await engine.call("call.hangup", id=opened["contact"])
            await seen.until("contact.closed", LONG)
            assert opened["contact"] in calls
            return done, [fact["kind"] for fact in seen.seen]

    done, kinds = run(scene(), 400.0)
    assert done["lines"] == [f"spans.{site.SECOND}"]
    assert kinds.count("contact.closed") == 1


def test_a_line_that_does_not_come_up_puts_everything_back(lines: Site) -> None:
    """Both ends are the network: their D-channel never comes up."""
    ours, carrier = lines
    before = spans.SYSTEM.read_text("utf-8")

    async def scene() -> list[dict[str, Any]]:
        async with ours.jobs() as jobs:
            with pytest.raises(Refusal) as refused:
                await site.apply(ours, site.document(second='isdn = { side = "net" }'), seconds=8)
            assert refused.value.code == "lines-down"
            assert refused.value.details["lines"] == f"spans.{site.SECOND}"
            found: list[dict[str, Any]] = await jobs.call("lines.versions")
            return found

    history = run(scene(), 400.0)
    assert spans.SYSTEM.read_text("utf-8") == before
    assert history[0]["version"] == 2
    assert run(site.overlapping(ours, carrier, CALLER), 400.0)["dialled"] == MAIN


def test_a_hand_edit_is_shown_and_kept_aside(lines: Site) -> None:
    ours, _ = lines
    edited = spans.SYSTEM.read_text("utf-8") + "# mine\n"
    spans.SYSTEM.write_text(edited, "utf-8")

    async def scene() -> dict[str, Any]:
        with pytest.raises(Refusal) as refused:
            await site.apply(ours, site.document())
        assert refused.value.code == "lines-edited"
        assert "+# mine" in refused.value.details["diff"]
        assert spans.SYSTEM.read_text("utf-8") == edited
        return await site.apply(ours, site.document(), overwrite_edits=True)

    done = run(scene(), 400.0)
    assert (Path(done["kept_aside"]) / "dahdi/system.conf").read_text("utf-8") == edited
    assert "# mine" not in spans.SYSTEM.read_text("utf-8")


def test_a_version_is_brought_back(lines: Site) -> None:
    ours, _ = lines
    rendered = ours.paths.asterisk_config / "current" / FILE
    assert "description = Second" not in rendered.read_text("utf-8")

    async def scene() -> dict[str, Any]:
        async with ControlClient(ours.paths.jobs_socket, limit=site.APPLY_SECONDS) as jobs:
            done: dict[str, Any] = await jobs.call("lines.undo", version=2, reason="a test")
            return done

    assert run(scene(), 400.0)["lines"] == [f"spans.{site.SECOND}"]
    assert "description = Second" in rendered.read_text("utf-8")
