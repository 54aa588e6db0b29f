"""Every command of the guide is run, as it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.web.api.conftest import Program, ProgramFor
from tests.web.configured import configured
from tests.web.processes import FakeProcess

GUIDES = sorted((ROOT / "docs" / "guides").glob("api.*.md"))
BLOCK = re.compile(r"```sh\n(.*?)```", re.S)


def commands(guide: Path) -> list[str]:
    return [line for block in BLOCK.findall(guide.read_text("utf-8")) for line in block.splitlines()]


def run(program: Program, line: str, values: dict[str, str]) -> int:
    """What curl would do with the line."""
    for name, value in values.items():
        line = line.replace(f"${name}", value.replace('"', '\\"'))
    words = iter(shlex.split(line)[1:])
    method, headers, body, address = "", {}, None, ""
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        elif word != "-sf":
            address = word
    method = method or ("POST" if body else "GET")
    data = body.encode() if body else None
    return program(method, address.removeprefix("/api/v1"), headers=headers, data=data).status_code


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_guides_commands_work(program_for: ProgramFor, guide: Path, tmp_path: Path, engine: FakeProcess) -> None:
    configured(tmp_path / "configured", engine)
    program = program_for(agent="8001")
    made = program("POST", "/customers", {"name": "Han Meimei"})
    values = {"TOKEN": program.text, "BOX": "", "CUSTOMER": made.get_json()["id"], "ETAG": made.headers["ETag"]}
    lines = commands(guide)
    assert len(lines) > 6
    for line in lines:
        assert run(program, line, values) in (200, 201), line


def test_both_languages_have_the_same_commands() -> None:
    plain = [[re.sub(r'"note": "[^"]*"', "", line) for line in commands(guide)] for guide in GUIDES]
    assert plain[0] == plain[1]
