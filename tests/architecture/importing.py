"""Who may import whom: section 3 of the architecture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.architecture.sources import PRODUCT, Source, imports

OURS = (*PRODUCT, "tests")
LEAF = ("appliance", "appliance.clock", "appliance.errors", "appliance.events", "appliance.settings")


def below(*packages: str) -> tuple[str, ...]:
    """Patterns for packages with everything in them."""
    return tuple(pattern for package in packages for pattern in (package, f"{package}.*"))


def facts(*layers: str) -> tuple[str, ...]:
    """Patterns for the `model` and `events` of every feature of a layer."""
    return tuple(f"appliance.{layer}.*.{name}" for layer in layers for name in ("model", "events"))


@dataclass(frozen=True, slots=True)
class Row:
    """Modules that match `package` may import their own package and what matches `may`.

    With `features` the own package is the feature, one name below `package`; its `repository` may import the store.
    """

    package: str
    may: tuple[str, ...]
    features: bool = False


CLIENT = ("appliance.control.client", "appliance.control.once")
STORE = below("appliance.store")

TABLE = (
    *(Row(name, LEAF) for name in LEAF[1:]),
    Row("drivers", ()),
    Row("provisioning", ()),
    Row("image", ()),
    Row("dahdi_conf", below("drivers")),
    Row("appliance.system", LEAF),
    Row("appliance.store", LEAF),
    Row("appliance.control", LEAF),
    Row("appliance.telephony", LEAF + below("appliance.system")),
    Row("appliance.contact", LEAF + facts("contact"), features=True),
    Row("appliance.desk", LEAF + facts("desk", "contact"), features=True),
    Row("appliance.node", LEAF + facts("node") + below("appliance.system"), features=True),
    Row("appliance.daemons", below("appliance", "drivers", "dahdi_conf", "provisioning", "image")),
    Row("appliance.cli", LEAF + CLIENT + below("appliance.node", "dahdi_conf", "drivers")),
    Row("manager.__main__", LEAF + below("manager") + ("appliance.daemons.start", "appliance.system.paths")),
    Row(
        "manager.wiring",
        LEAF
        + CLIENT
        + below("manager", "appliance.desk")
        + ("appliance.contact.*.repository", "appliance.node.*.repository")
        + ("appliance.store.engine", "appliance.store.outage", "appliance.system.keyring", "appliance.system.paths"),
    ),
    Row(
        "manager",
        LEAF
        + CLIENT
        + tuple(f"appliance.{layer}.*.{name}" for layer in ("contact", "node") for name in ("model", "repository"))
        + below("appliance.desk")
        + ("dahdi_conf.model", "dahdi_conf.plan", "dahdi_conf.verify")
        + below("provisioning.catalogue"),
    ),
    Row("appliance", ()),
)


def forbidden_imports(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each import that the table does not allow."""
    known = {source.module for source in sources}
    for source in sources:
        row = _row(source.module)
        if row is None:
            yield f"{source.at(1)}: {source.module} has no row in the import table"
            continue
        may = _allowed(source.module, row)
        for line, name in imports(source, known):
            if name.split(".")[0] in OURS and not any(fnmatchcase(name, pattern) for pattern in may):
                yield f"{source.at(line)}: {source.module} must not import {name}"


def _row(module: str) -> Row | None:
    if module == "appliance":
        return TABLE[-1]
    return next((row for row in TABLE[:-1] if module == row.package or module.startswith(f"{row.package}.")), None)


def _allowed(module: str, row: Row) -> tuple[str, ...]:
    parts, depth = module.split("."), len(row.package.split(".")) + row.features
    own = below(".".join(parts[:depth])) if len(parts) >= depth else ()
    store = STORE if row.features and parts[-1] == "repository" else ()
    return row.may + own + store
