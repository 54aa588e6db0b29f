"""Every command that changes something, typed by a person at a real box: it is done, and said in a whole sentence."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from drivers.simulated.sip.phone import Phone
from tests.integration.test_demo import callstead
from tests.integration.test_main_job import exported
from tests.servers import box
from tests.servers.live import facts, run
from tests.unit.prompts.tones import tone

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]

AT_REST = """
    agent add 8090 --name Zhang --skill sales=3
    agent set 8090 --name 张 --team sales --lines 2 --capacity 2
    skill grant 8090 support 4
    skill revoke 8090 support
    agent remove 8090
    phone set 8099 --encryption preferred
    phone set 8099 --new-secret --reason audit
    phone remove 8099 --reason audit
    codes set park *6
    codes reason 6 training
    queue set support --title Support --wrap-up 12
    queue switch support closed --reason audit
    queue switch support open --reason audit
    queue abandoned --call-back
    caller-list add vip 13800001111 13800002222
    caller-list remove vip 13800002222
    switch on emergency --reason audit
    switch off emergency --reason audit
    calendar publish office {folder}/calendar.toml
    calendar remove office
    lookup-host set crm https://crm.example/ --token-file {folder}/token
    lookup-host remove crm
    webhook set erp --url https://erp.example/ --kind contact.closed --numbers true --reason audit
    webhook set erp --on false
    webhook secret erp --reason audit
    webhook resend erp
    webhook remove erp
    flow check {folder}/flow.toml
    flow publish extra {folder}/flow.toml
    flow publish extra {folder}/other.toml
    flow undo extra 1
    trunk add second --match 127.0.0.12 --host 127.0.0.12
    callback request 13800003333 --queue sales --reason audit
    trunk group set out --trunk second=1
    route set all --to * --via out --cost 0.1
    cap set night --to * --calls 50
    cap remove night
    route remove all
    trunk group remove out
    trunk remove second
    number plan-set --country CN --area 10
    number set 02161230000-02161230009 --flow main --fallback 8001
    number set 02161230000 --language en
    number remove 02161230000-02161230009
    number block-set incoming --add 13900009999
    monitor rule-set --tone agent --reason audit
    monitor stop 8090 ! agent-unknown
    prompt add hello {folder}/tone.wav --language zh
    prompt say hello --language zh --text 你好
    prompt undo hello --language zh
    prompt remove hello --language zh
    prompt clean
    music add jazz tune {folder}/tone.wav
    music undo jazz
    music add jazz other {folder}/tone.wav
    music remove jazz
    voicemail box set 8090 --number 8090 --pin-file {folder}/token
    voicemail box remove 8090
    mail set --host mail.example --sender box@example.com
    account set openid-provider {folder}/provider.toml --secret-file {folder}/token
    account set ldap-directory {folder}/ldap.toml --secret-file {folder}/token
    account look
    account check ! account-away
    account try li ! account-away
    person first
    person add zhou Zhou --role supervisor --role quality --agent 8003
    person add zhou Zhou --role agent ! person-exists
    person set zhou --role agent --active false
    person reset zhou --second-factor
    token add zhou crm --right boards.see --system CRM --queue sales --days 30
    token add zhou crm --right people.change ! token-beyond
    token revoke 00000000-0000-0000-0000-000000000001 ! token-unknown
    recording policy-set {folder}/policy.toml --reason audit
    recording anchor set --place {folder}/anchors --reason audit
    recording anchor now
    recording copy set --folder {folder}/store --reason audit
    recording copy run
    recording copy verify
    recording keys rotate --reason audit
    retention set training --minimum 5 --maximum 9 --reason audit
    retention disk-set --warn 84 --reason audit
    retention run
    figures rebuild
    config apply --reason audit
    config export {folder}/site.toml
    config import {folder}/site.toml --reason audit
"""
WITH_A_CALL = """
    agent extend 8001 --seconds 1 ! not-wrapping-up
    monitor listen 8001 --phone 8002
    monitor whisper 8001 --phone 8002
    monitor stop 8001
    monitor stop 8001 ! monitor-not-running
    call pause-recording {call}
    call resume-recording {call}
    call keep-recording {call} ! recording-mandatory
    recording class-call {call} complaint --reason audit
    call hold {call}
    call resume {call}
    call consult {call} agent:8002
    call toggle {call}
    call cancel {call}
    agent dnd 8003
    agent dnd 8003 --off
    agent pause 8003 --reason tea
    agent ready 8003
    call park {call}
    call pickup {call} agent:8002
    call requeue {call}
    call hangup {call}
    agent logout 8001 --force
    agent login 8001
"""
OF_A_RECORDING = """
    recording class {recording} standard --reason audit
    recording hold {recording} --reason court
    recording release {recording} --reason over
    recording request {recording} --reason audit
    recording export {recording} --reason audit --to {folder}/call.wav
    recording approve {recording} none --reason audit ! recording-request-unknown
"""
NEWS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "listen": [("monitor.started", {})],
    "consult": [("bridge.joined", {"bridge": "consult"})],
    "pickup": [("call.parked", {}), ("bridge.joined", {})],
    "requeue": [("queue.entered", {}), ("bridge.joined", {})],
}
"""What has to be told after a command before the next one makes sense: who is asked, or takes over, answers first."""


def said(centre: box.Box, line: str, names: dict[str, Any]) -> str:
    """The command typed in English and answered to people; nothing is left to be filled in."""
    words, _, code = (part.strip() for part in line.partition("!"))
    done = callstead(centre, "--lang", "en", *words.format(**names).split())
    if code:
        assert done.returncode == 3, (words, done.stdout, done.stderr)
        assert f"error {code}:" in done.stderr, words
    else:
        assert (done.returncode, done.stderr) == (0, ""), (words, done.stderr)
        assert done.stdout.strip(), words
    assert not re.search(r"\{\w*\}", done.stdout + done.stderr), words
    return done.stdout


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_at_rest(centre: box.Box, tmp_path: Path) -> None:
    files = {
        "calendar.toml": 'spans = ["mon-fri 09:00-17:30"]\n',
        "flow.toml": 'start = "a"\n[nodes.a]\ntype = "hangup"\n',
        "other.toml": 'start = "b"\n[nodes.b]\ntype = "hangup"\n',
        "policy.toml": 'record = "always"\n',
        "token": "135790\n",
        "provider.toml": 'issuer = "https://127.0.0.1:9"\nclient = "console"\n',
        "ldap.toml": 'servers = ["ldaps://127.0.0.1:9"]\nbase = "dc=acme,dc=example"\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "tone.wav").write_bytes(tone(500, 3))
    for folder in ("store", "anchors"):
        (tmp_path / folder).mkdir()
    for line in lines(AT_REST):
        said(centre, line, {"folder": tmp_path})


def test_with_a_call_and_its_recording(centre: box.Box, tmp_path: Path) -> None:
    async def scene() -> None:
        names: dict[str, Any] = {"folder": tmp_path}
        async with (
            box.seated(centre, tmp_path / "phones", Phone(ring=0.2), ("8001", "8002", "8003")),
            facts(centre.engine(), "contact", "bridge", "queue", "call", "monitor") as seen,
        ):
            for agent in ("8002", "8003"):
                await asyncio.to_thread(said, centre, f"agent pause {agent} --reason first", names)
            caller = Caller("4008001000", "13900000001", steps=(Wait(1), Press("1"), Cue("go", 120)), talk=None)
            calling = centre.network(tmp_path / "network").callers(caller)
            await calling.start()
            names["call"] = (await seen.until("bridge.joined"))["contact"]
            for agent in ("8002", "8003"):
                await asyncio.to_thread(said, centre, f"agent ready {agent}", names)
            for line in lines(WITH_A_CALL):
                await asyncio.to_thread(said, centre, line, names)
                for kind, data in NEWS.get(line.split()[1], ()):
                    await seen.until(kind, **data)
            await seen.until("contact.closed")
            await calling.stop()
        await exported(centre, names["call"], tmp_path / "first.wav")
        async with centre.jobs() as jobs:
            (listed,) = await jobs.call("recording.list", contact=names["call"])
        assert listed["retention"] == "complaint"
        for line in lines(OF_A_RECORDING):
            await asyncio.to_thread(said, centre, line, names | {"recording": listed["id"]})

    run(scene(), limit=200)
