import re
from configparser import ConfigParser
from importlib.metadata import EntryPoint
from pathlib import Path

from image import environment, scripts

TEXT = environment.LOCK.read_text("utf-8")


def name_of(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=<>!~ ;\\]", requirement)[0]).lower()


def test_pins_leave_comments_out() -> None:
    assert environment.pins("# made by x\n\na==1 \\\n    --hash=sha256:00\n    # via b\n") == [
        "a==1 \\",
        "--hash=sha256:00",
    ]


def test_the_lock_covers_what_setup_cfg_names() -> None:
    settings = ConfigParser()
    settings.read(environment.CHECKOUT / "setup.cfg")
    wanted = settings["options"]["install_requires"] + settings["options.extras_require"]["dev"]
    pinned = {name_of(line) for line in environment.pins(TEXT) if "==" in line}
    assert {name_of(line) for line in wanted.split()} <= pinned


def test_every_pin_is_exact_and_hashed_and_names_no_place() -> None:
    entries = re.split(r"\n(?=\S)", "\n".join(line for line in TEXT.splitlines() if "#" not in line).strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z]+\])?==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", entry), entry
    assert "://" not in TEXT
    assert "--index" not in TEXT
    assert "--find-links" not in TEXT


def test_a_starter_survives_a_path_with_spaces() -> None:
    entry = EntryPoint("callstead", "appliance.cli.main:main", "console_scripts")
    text = scripts.starter(Path("/my work/.venv/bin/python"), entry)
    assert text.startswith("#!/bin/sh\n'''exec' \"/my work/.venv/bin/python\" \"$0\" \"$@\"\n' '''\n")
    assert "from appliance.cli.main import main\n" in text
    compile(text, "callstead", "exec")
