"""Pure modules are pure, and each way of not being so is found."""

from pathlib import Path

import pytest

from tests.architecture.purity import IMPURE_CALLS, IMPURE_MODULES, impurities
from tests.architecture.sources import read
from tests.architecture.trees import grow, listed

DECISION = "appliance/contact/acd/matching.py"
LINES = [
    *(f"import {module}" for modules in IMPURE_MODULES.values() for module in sorted(modules)),
    "from sqlalchemy.orm import Session",
    "from appliance import clock",
    "from appliance.clock import Clock",
    "from urllib.request import urlopen",
    *(f"{call}()" for calls in IMPURE_CALLS.values() for call in sorted(calls)),
    "import datetime\ndatetime.datetime.now()",
    "from pathlib import Path\nPath('x').read_text()",
]
CLEAN = [
    "from datetime import UTC, datetime\ndatetime.fromisoformat('2024-05-08T00:00:00Z')",
    "from collections import deque\nfrom uuid import UUID\nfrom pathlib import PurePath",
    "from appliance.events import Event\nfrom appliance.settings import Secret",
    "import timeit_like_name",
    "cipher.open(box)",
]
PLACES = {
    "appliance/contact/acd/model.py": True,
    "appliance/contact/acd/ports.py": True,
    "appliance/contact/acd/routing.py": True,
    "appliance/desk/crm/merging.py": True,
    "appliance/node/backup/model.py": True,
    "appliance/telephony/ari/events.py": True,
    "appliance/events.py": True,
    "appliance/errors.py": False,
    "appliance/cli/events.py": False,
    "appliance/daemons/box/ports.py": False,
    "drivers/ports.py": True,
    "appliance/contact/acd/service.py": False,
    "appliance/contact/acd/repository.py": False,
    "appliance/node/backup/schedule.py": False,
    "appliance/daemons/engine.py": False,
}


def problems(root: Path, file: str, text: str) -> list[str]:
    return list(impurities(grow(root, {"appliance/clock.py": "", file: f"{text}\n"}), {}))


def test_the_tree_is_pure_where_it_says_so() -> None:
    found = list(impurities(read()))
    assert not found, listed(found)


@pytest.mark.parametrize("text", LINES)
def test_an_impure_line_is_found(tmp_path: Path, text: str) -> None:
    assert len(problems(tmp_path, DECISION, text)) == 1


@pytest.mark.parametrize("text", CLEAN)
def test_a_pure_line_is_passed(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, DECISION, text) == []


@pytest.mark.parametrize(("file", "pure"), PLACES.items())
def test_where_purity_is_asked_for(tmp_path: Path, file: str, pure: bool) -> None:
    assert bool(problems(tmp_path, file, "import socket")) is pure


def test_an_edge_is_passed_and_one_that_is_none_any_more_is_found(tmp_path: Path) -> None:
    module = "appliance.contact.acd.matching"
    assert list(impurities(grow(tmp_path, {DECISION: "import socket"}), {module: "a reason"})) == []
    (found,) = impurities(grow(tmp_path, {DECISION: "import math"}), {module: "a reason"})
    assert found.startswith(f"{module} is no edge any more")
