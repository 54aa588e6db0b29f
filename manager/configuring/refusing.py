"""Why a document is refused, at the field that each reason speaks of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from appliance.desk.settings.model import Fault, Kind
from appliance.errors import Refusal, Sentence, explain
from manager.configuring.saying import kind_name
from manager.present import language

INVALID, MOVED = "configuration-invalid", "setting-moved"


@dataclass(slots=True)
class Faults:
    """Sentences by field (`overflow`, or `overflow.2.after` for a cell of a table), and those of no field here."""

    fields: dict[str, list[Sentence]] = field(default_factory=dict)
    others: list[tuple[str, Sentence]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fields or self.others)

    def at(self, name: str) -> list[Sentence]:
        """All that is said of a field and of its cells."""
        return [one for where, said in self.fields.items() for one in said if where.partition(".")[0] == name]

    def cell(self, name: str, row: int, column: str) -> bool:
        """Whether something is said of a cell; rows count from 0 here."""
        places = (f"{name}.{row + 1}.{column}", f"{name}.{row + 1}")
        return any(place in self.fields for place in places)


def of_form(faults: Iterable[Fault]) -> Faults:
    """What is wrong with what was filled in."""
    found = Faults()
    for fault in faults:
        found.fields.setdefault(fault.where, []).append(explain(fault.code, fault.details, language()))
    return found


def of_engine(refusal: Refusal, kind: Kind, key: str) -> Faults:
    """What the engine says is wrong: its problems with this document at their fields, the others with their places."""
    found, begin = Faults(), f"{kind.name}.{key}."
    for problem in refusal.details.get("problems", ()):
        where = str(problem.get("where", ""))
        said = sentence(problem)
        field_path = where.removeprefix(begin) if where.startswith(begin) else ""
        if field_path and kind.field(field_path.partition(".")[0]):
            found.fields.setdefault(field_path, []).append(said)
        else:
            found.others.append((place(where), said))
    return found


def places(problems: Iterable[Mapping[str, Any]]) -> list[tuple[str, Sentence]]:
    """Problems of the engine, each with the place that it speaks of."""
    return [(place(str(one.get("where", ""))), sentence(one)) for one in problems]


def sentence(problem: Mapping[str, Any]) -> Sentence:
    """A problem of the engine in words."""
    return explain(problem["code"], _details(problem), language())


def _details(problem: Mapping[str, Any]) -> Mapping[str, Any]:
    details = {"where": problem.get("where", ""), **problem.get("details", {})}
    return details | ({"kind": kind_name(str(details["kind"]))} if "kind" in details else {})


def place(where: str) -> str:
    """A place as the engine tells it, in words."""
    kind, _, rest = where.partition(".")
    return f"{kind_name(kind)} {rest}".strip()
