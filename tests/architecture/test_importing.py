"""The import table holds, and each of its rows can be broken."""

from pathlib import Path

import pytest

from tests.architecture.importing import TABLE, forbidden_imports
from tests.architecture.sources import PRODUCT, ROOT, read
from tests.architecture.trees import grow, listed

NEIGHBOURS = {
    f"{module.replace('.', '/')}.py": '"""A module to import."""\n'
    for module in (
        *("appliance.clock", "appliance.errors", "appliance.events", "appliance.settings", "appliance.system.files"),
        *("appliance.store.engine", "appliance.control.client", "appliance.control.server", "appliance.control.once"),
        *("appliance.telephony.ari.client", "appliance.telephony.config.model", "appliance.daemons.engine"),
        *("appliance.cli.main", "appliance.contact.acd.model", "appliance.contact.acd.events"),
        *("appliance.contact.acd.service", "appliance.contact.acd.repository", "appliance.desk.crm.model"),
        *("appliance.desk.crm.service", "appliance.desk.crm.repository", "appliance.node.health.model"),
        *("appliance.node.health.service", "drivers.ports", "dahdi_conf.model", "dahdi_conf.scan", "dahdi_conf.plan"),
        *(
            "dahdi_conf.verify",
            "provisioning.identify",
            "provisioning.catalogue",
            "manager.app",
            "image.build",
            "tests.x",
        ),
    )
}

FORBIDDEN = """
appliance.clock                      from appliance.system import files
appliance.errors                     import drivers.ports
drivers.watch                        from appliance.errors import Refusal
drivers.watch                        import dahdi_conf.model
provisioning.render                  from drivers import ports
provisioning.render                  from appliance import clock
dahdi_conf.detect                    from appliance.events import Event
image.make                           import appliance
image.make                           import drivers.ports
appliance.system.run                 from appliance.store import engine
appliance.system.run                 from drivers import ports
appliance.store.session              from appliance.system import files
appliance.control.protocol           from appliance.system.files import write_atomic
appliance.telephony.reconcile        from appliance.store import engine
appliance.telephony.reconcile        from appliance.contact.acd import model
appliance.telephony.reconcile        from appliance.control import client
appliance.contact.calls.service      from appliance.contact.acd import service
appliance.contact.calls.service      from appliance.contact.acd.repository import Rows
appliance.contact.calls.service      from appliance.contact import acd
appliance.contact.calls.service      from ..acd.service import Matcher
appliance.contact.calls.service      from ..acd import service
appliance.contact.calls.service      from appliance.store import engine
appliance.contact.calls.model        from appliance.store import engine
appliance.contact.calls.service      from appliance.telephony.ari import client
appliance.contact.calls.service      from appliance.system import files
appliance.contact.calls.service      from appliance.desk.crm import model
appliance.contact.calls.repository   from appliance.contact.acd import repository
appliance.desk.tickets.service       from appliance.contact.acd import service
appliance.desk.tickets.service       from appliance.desk.crm import service
appliance.desk.tickets.service       from appliance.store import engine
appliance.desk.tickets.service       from appliance.system import files
appliance.node.backup.service        from appliance.store import engine
appliance.node.backup.service        from appliance.contact.acd import model
appliance.node.backup.repository     from appliance.desk.crm import model
appliance.node.backup.service        from appliance.node.health import service
appliance.daemons.jobs               import manager.app
appliance.daemons.jobs               import tests.x
appliance.cli.status                 from appliance.control import server
appliance.cli.status                 from appliance.system import files
appliance.cli.status                 from appliance.store import engine
appliance.cli.status                 from appliance.contact.acd import model
appliance.cli.status                 from appliance.telephony.ari import client
appliance.cli.status                 from appliance.daemons import engine
manager.pages                        from appliance.telephony.config import model
manager.pages                        from appliance.system import files
manager.pages                        from drivers import ports
manager.pages                        from appliance.control import server
manager.pages                        from appliance.contact.acd import service
manager.pages                        from appliance.store import engine
manager.pages                        from provisioning import identify
manager.pages                        from dahdi_conf import scan
manager.wiring                       from appliance.telephony.config import model
manager.__main__                     from appliance.store import engine
"""

ALLOWED = """
appliance.settings                   from appliance.errors import Refusal
drivers.watch                        from drivers import ports
dahdi_conf.detect                    from drivers import ports
appliance.system.run                 from appliance.errors import Refusal
appliance.store.session              from appliance.settings import Settings
appliance.control.server             from appliance import clock
appliance.telephony.reconcile        from appliance.system import files
appliance.telephony.reconcile        from appliance.telephony.ari import client
appliance.contact.calls.service      from appliance.contact.acd import events, model
appliance.contact.calls.service      from ..acd.model import Offer
appliance.contact.calls.service      from appliance.contact.calls.model import Call
appliance.contact.calls.repository   from appliance.store import engine
appliance.desk.tickets.service       from appliance.contact.acd import model
appliance.desk.tickets.service       from appliance.desk.crm import model
appliance.desk.tickets.repository    from appliance.store.engine import connect
appliance.node.backup.service        from appliance.system import files
appliance.node.backup.repository     from appliance.store import engine
appliance.daemons.jobs               from appliance.contact.acd import service
appliance.daemons.jobs               import drivers.ports, provisioning.identify
appliance.cli.status                 from appliance.control import client, once
appliance.cli.status                 from appliance.node.health import service
appliance.cli.status                 from drivers import ports
appliance.cli.status                 from dahdi_conf import scan
manager.pages                        from appliance.control.client import ControlClient
manager.pages                        from appliance.desk.crm import service
manager.pages                        from appliance.desk.crm.repository import Rows
manager.pages                        from appliance.contact.acd import model
manager.pages                        from provisioning.catalogue import Model
manager.pages                        from dahdi_conf import model, plan, verify
manager.wiring                       from appliance.store.engine import open_engine
manager.wiring                       from appliance.system.paths import Paths
manager.__main__                     from appliance.daemons.start import log_to_stderr
"""


def rows(text: str) -> list[tuple[str, str]]:
    return [(module, statement) for line in text.strip().splitlines() for module, statement in [line.split(None, 1)]]


def problems(root: Path, module: str, statement: str) -> list[str]:
    file = f"{module.replace('.', '/')}.py"
    return list(forbidden_imports(grow(root, NEIGHBOURS | {file: f"{statement}\n"})))


def test_the_tree_keeps_the_table() -> None:
    found = list(forbidden_imports(read()))
    assert not found, listed(found)


@pytest.mark.parametrize(("module", "statement"), rows(FORBIDDEN))
def test_a_forbidden_import_is_found(tmp_path: Path, module: str, statement: str) -> None:
    (found,) = problems(tmp_path, module, statement)
    assert found.startswith(f"{module.replace('.', '/')}.py:1: {module} ")


@pytest.mark.parametrize(("module", "statement"), rows(ALLOWED))
def test_an_allowed_import_is_passed(tmp_path: Path, module: str, statement: str) -> None:
    assert problems(tmp_path, module, statement) == []


def test_an_import_hidden_in_a_function_or_for_types_only_counts(tmp_path: Path) -> None:
    hidden = "def f():\n    from appliance.store import engine\n"
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from appliance.store import engine\n"
    assert len(problems(tmp_path, "appliance.contact.calls.service", hidden)) == 1
    assert len(problems(tmp_path, "appliance.contact.calls.service", typed)) == 1


def test_a_package_without_a_row_is_found(tmp_path: Path) -> None:
    found = list(forbidden_imports(grow(tmp_path, {"appliance/strange/module.py": "import json\n"})))
    assert [problem.partition(": ")[2] for problem in found] == [
        "appliance.strange has no row in the import table",
        "appliance.strange.module has no row in the import table",
    ]


def test_every_row_is_broken_by_some_case() -> None:
    broken = {module for module, _ in rows(FORBIDDEN)}
    for row in TABLE[:-1]:
        if row.package not in ("appliance.events", "appliance.settings"):
            assert any(f"{module}.".startswith(f"{row.package}.") for module in broken), row.package


def test_every_folder_with_python_in_it_is_read() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= {*PRODUCT, "tests"}
