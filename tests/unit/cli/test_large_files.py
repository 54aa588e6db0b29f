"""What does not fit into one message goes in several."""

import json
from pathlib import Path
from typing import Any

from tests.unit.cli.scripted import ScriptedLink, run


def test_an_import_goes_in_pieces_that_each_fit_into_a_message(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text("".join(f'[flow.f{number}]\ntitle = "{"标" * 20_000}"\n' for number in range(10)))
    ends: dict[str, tuple[list[Any], Any]] = {"config.import": ([], {"change": 7, "done": True})}
    link = ScriptedLink({"config.draft": {"draft": "d"}}, ends)
    assert run(link, "config", "import", str(file), "--reason", "r").exit_code == 0
    *drafts, last = link.asked
    assert [args["draft"] for _, _, args in drafts] == ["", *["d"] * (len(drafts) - 1)]
    assert all(len(json.dumps(args)) < 600_000 for _, _, args in drafts)
    sent = [key for _, _, args in drafts for key in args["documents"]["flow"]]
    assert sent == [f"f{number}" for number in range(10)]
    assert last == ("engine", "config.import", {"draft": "d", "reason": "r", "keep": False, "dry_run": False})
