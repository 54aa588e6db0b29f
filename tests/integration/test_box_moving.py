"""A whole centre moves to a box that knows nothing of it: every kind of document, passwords, prompts and music."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from appliance.cli.main import main
from appliance.daemons.passwords import FIELDS
from drivers.simulated.sip.phone import Phone
from tests.integration.test_prompts import FLOW, GREETING, OLD_TONE, SECONDS, heard, seconds
from tests.servers import box
from tests.servers.live import run
from tests.unit.prompts.tones import tone

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(240)]

PIN, TOKEN, MAIL_PASSWORD = "2468", "t0ken-of-the-crm", "the mail's own"
WORDS = "correct horse battery staple"
NOT_SET_HERE = {"lines"}
"""Kinds that need hardware to be set by command."""


def say(centre: box.Box, *words: str | Path, status: int = 0) -> Result:
    state = str(centre.paths.state)
    result = CliRunner().invoke(main, ["--lang", "en", "--state", state, *map(str, words)], catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[box.Box]:
    """A second box with a key of its own."""
    with box.running(tmp_path_factory.mktemp("fresh")) as running:
        yield running


@pytest.fixture(scope="module")
def moved(centre: box.Box, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what the first box, which has something of every kind, has given out."""
    folder = tmp_path_factory.mktemp("moved")
    furnish(centre, folder)
    say(centre, "config", "export", folder / "site.toml", *travelling(folder))
    return folder


def travelling(folder: Path, words: str = WORDS) -> list[str | Path]:
    (folder / "words").write_text(f"{words}\n")
    return ["--passphrase-file", folder / "words", "--sounds", folder / "sounds"]


def furnish(centre: box.Box, folder: Path) -> None:
    """Something of every kind of document."""
    files = {"pin": PIN, "token": TOKEN, "mail": MAIL_PASSWORD, "flow.toml": FLOW}
    files["calendar.toml"] = 'spans = ["mon-fri 09:00-17:30"]\n'
    files["policy.toml"] = 'record = "always"\nretention = "complaint"\n'
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / "store").mkdir()
    (folder / "greeting.wav").write_bytes(tone(OLD_TONE, SECONDS))
    (folder / "tune.wav").write_bytes(tone(500, 5))
    why = ("--reason", "a furnished centre")
    say(centre, "prompt", "add", GREETING, folder / "greeting.wav", "--language", "zh", *why)
    say(centre, "flow", "publish", "main", folder / "flow.toml")
    say(centre, "music", "add", "jazz", "tune", folder / "tune.wav", *why)
    say(centre, "queue", "set", "support", "--music", "jazz")
    say(centre, "agent", "set", "8001", "--pin-file", folder / "pin")
    say(centre, "lookup-host", "set", "crm", "https://crm.example/", "--token-file", folder / "token", *why)
    say(centre, "webhook", "set", "erp", "--url", "https://erp.example/", *why)
    mail = ("--host", "mail.example", "--sender", "box@example.com", "--user", "box", "--password-file")
    say(centre, "mail", "set", *mail, folder / "mail", *why)
    (folder / "provider.toml").write_text('issuer = "https://login.acme.example"\nclient = "console"\n')
    (folder / "directory.toml").write_text('servers = ["ldaps://dc.acme.example"]\nbase = "dc=acme,dc=example"\n')
    for way, file in (("openid-provider", "provider.toml"), ("ldap-directory", "directory.toml")):
        say(centre, "account", "set", way, folder / file, "--secret-file", folder / "token", *why)
    say(centre, "voicemail", "box", "set", "8001", "--agent", "8001", "--pin-file", folder / "pin", *why)
    say(centre, "calendar", "publish", "office", folder / "calendar.toml")
    say(centre, "caller-list", "add", "vip", "13800001111", *why)
    say(centre, "switch", "on", "emergency", *why)
    say(centre, "codes", "reason", "5", "training", *why)
    say(centre, "number", "plan-set", "--country", "CN", "--area", "10", "--outside", "9")
    say(centre, "number", "block-set", "incoming", "--add", "13900009999")
    say(centre, "trunk", "group", "set", "out", "--trunk", "demo-carrier=1")
    say(centre, "route", "set", "all", "--to", "*", "--via", "out")
    say(centre, "cap", "set", "night", "--to", "*", "--calls", "50")
    say(centre, "recording", "policy-set", folder / "policy.toml", *why)
    say(centre, "retention", "set", "training", "--minimum", "10", "--maximum", "20", *why)
    say(centre, "retention", "disk-set", "--warn", "80", *why)
    say(centre, "recording", "anchor", "set", "--place", folder / "anchors", *why)
    say(centre, "recording", "copy", "set", "--folder", folder / "store", *why)
    say(centre, "page-group", "set", "shop", "--number", "1", "--phone", "8001", "--caller", "all", *why)
    say(centre, "fax", "rule-set", "--most", "3", *why)
    say(centre, "monitor", "rule-set", "--tone", "agent", *why)
    say(centre, "speech", "set", "--threads", "2", *why)
    say(centre, "speech", "phrases", "set", "rude", "--phrase", "stupid", *why)
    by_file(centre, folder)


def by_file(centre: box.Box, folder: Path) -> None:
    """What has no command of its own is set up in the console, or so."""
    file = folder / "more.toml"
    say(centre, "config", "export", file)
    more = '\n[screen-pop.crm]\nurl = "https://crm.example/?call={contact}"\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    say(centre, "config", "import", file, "--reason", "a furnished centre")


SHOWN = """
    status; alarms; agent list; agent show 8001; queue list; queue show support; queue abandoned; skill list; codes list
    flow list; flow show main; flow history main; flow reach main; flow test main --keys 1; flow diff main 1
    calendar list; calendar show office; caller-list list; caller-list show vip; switch list; lookup-host list
    webhook list; webhook messages
    callback list; call list; recording list; recording policy; recording verify; recording keys list
    recording anchor list; recording anchor show; recording copy status; figures queue; figures agent; figures number
    figures trunk; figures node; voicemail list; voicemail box list; voicemail box show 8001; mail show; mail list
    prompt list; prompt show spring-greeting; prompt history spring-greeting --language zh; prompt plan; prompt report
    retention list; retention plan; retention report; retention disk; music list; music show jazz; music history jazz
    lines versions; lines show; trunk list; trunk show demo-carrier; trunk group list; route list; route show all
    route test 13800001111; cap list; number list; number test 13800001111; number plan; number block
    page list; page-group list; page-group show shop; speech show; speech list; speech model list; speech phrases list
    fax list; fax rule; monitor list; monitor rule; figures definitions; resources; person roles; person list
    recording search --list rude; phone list; config history; config show; config diff --from 1; config verify
    account show
"""
COMMANDS = [each.strip() for each in SHOWN.replace("\n", ";").split(";") if each.strip()]


@pytest.mark.parametrize("words", COMMANDS)
def test_every_read_command_says_something_to_people_and_to_programs(centre: box.Box, moved: Path, words: str) -> None:
    for language in ("zh", "en"):
        state = str(centre.paths.state)
        shown = CliRunner().invoke(main, ["--lang", language, "--state", state, *words.split()])
        assert (shown.exit_code, shown.stderr) == (0, "")
    json.loads(say(centre, *words.split(), "--json").output)


def imported(fresh: box.Box, moved: Path, *more: str | Path, status: int = 0) -> str:
    return say(fresh, "config", "import", moved / "site.toml", "--reason", "a new box", *more, status=status).output


def last_change(centre: box.Box) -> str:
    return say(centre, "config", "history", "--limit", "1", "--json").output


def test_what_was_closed_on_another_box_is_named_place_by_place(fresh: box.Box, centre: box.Box, moved: Path) -> None:
    before = last_change(fresh)
    said = imported(fresh, moved, status=3)
    assert "passphrase-missing" in said
    travelling(moved, "another one altogether")
    said = imported(fresh, moved, "--passphrase-file", moved / "words", status=3)
    assert "passphrase-wrong" in said
    bare = moved / "bare.toml"
    say(centre, "config", "export", bare)
    said = say(fresh, "config", "import", bare, "--reason", "no", status=3).output
    passwords = ("phone.8001.secret", "agent.8001.pin", "lookup-host.crm.token", "mail-server.box.password")
    for place in (*passwords, "webhook.erp.secret"):
        assert place in said
    assert (
        "passphrase-short"
        in say(centre, "config", "export", moved / "short.toml", "--passphrase-file", short(moved), status=3).output
    )
    assert last_change(fresh) == before


def short(folder: Path) -> Path:
    (folder / "short").write_text("too short\n")
    return folder / "short"


def test_sounds_that_do_not_come_along_are_named(fresh: box.Box, moved: Path) -> None:
    before = last_change(fresh)
    options = travelling(moved)[:2]
    said = imported(fresh, moved, *options, status=3)
    assert f"prompt.zh/{GREETING}" in said
    assert "music.jazz" in said
    assert last_change(fresh) == before


def test_with_passphrase_and_sounds_the_fresh_box_becomes_the_other(
    fresh: box.Box, centre: box.Box, moved: Path, tmp_path: Path
) -> None:
    options = travelling(moved)
    assert "Nothing was changed" not in imported(fresh, moved, *options)
    assert "Nothing was changed" in imported(fresh, moved, *options)
    again = tmp_path / "again"
    again.mkdir()
    say(fresh, "config", "export", again / "site.toml", *travelling(again))
    there, here = (tomllib.loads((folder / "site.toml").read_text("utf-8")) for folder in (moved, again))
    assert open_fields(here) == open_fields(there)
    assert there.keys() | NOT_SET_HERE == all_kinds() | {"flow"}
    assert len(list((again / "sounds").iterdir())) == 2
    assert {file.name: file.read_bytes() for file in (again / "sounds").iterdir()} == {
        file.name: file.read_bytes() for file in (moved / "sounds").iterdir()
    }
    text = (moved / "site.toml").read_text("utf-8")
    assert not [secret for secret in (PIN, TOKEN, MAIL_PASSWORD) if f'"{secret}"' in text]
    say(fresh, "config", "apply", "--reason", "moved")

    async def scene() -> None:
        assert await fresh.accounts() == await centre.accounts()
        async with box.seated(fresh, tmp_path / "phones", Phone(ring=0.1), ("8001",)):
            assert seconds(await heard(fresh, tmp_path / "call"), OLD_TONE) > SECONDS - 0.3

    run(scene())


def open_fields(tree: dict[str, Any]) -> dict[str, Any]:
    """Everything but closed passwords, of which only that they are there, and the numbers of flow versions.

    No two closings are alike, and a box counts its own versions on.
    """

    def plain(kind: str, name: str, value: Any) -> Any:
        counted = kind == "flow" and name == "version"
        return bool(value) if counted or name == FIELDS.get(kind) else value

    return {
        kind: {key: {name: plain(kind, name, value) for name, value in body.items()} for key, body in bodies.items()}
        for kind, bodies in tree.items()
    }


def all_kinds() -> set[str]:
    """Every kind of document that any process of a box reads."""
    from appliance.daemons.engine.verification import _read_all
    from appliance.store.history import Draft

    readers = Draft({})
    _read_all(readers)
    return set(readers.asked)
