"""The lines' document as a form, back again, and what differs between two: pure."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

Body: TypeAlias = dict[str, Any]
TABLES = ("spans", "ports")
ANALOG = ("analog", "dynamic")
MODULES = ("FXO", "FXS")
LARGEST = 400_000
"""Characters of a document that a form brings back."""


@dataclass(frozen=True, slots=True)
class Field:
    """A setting of a line by its path in the document; `usual` is what it is when nothing is said.

    `shape` is text, numbers, whole, decimal, truth, or choice among `choices`; one that is `first` stands open.
    `of` names the signalling that it belongs to.
    """

    path: str
    shape: str = "text"
    usual: Any = ""
    choices: tuple[str, ...] = ()
    first: bool = False
    of: str = ""


SPAN = (
    Field("name", first=True),
    Field("signalling", "choice", "unused", ("pri", "mfcr2", "ss7", "bri", "em", "unused"), first=True),
    Field("numbers", "numbers", (), first=True),
    Field("peer", "choice", "carrier", ("carrier", "pbx")),
    Field("mode", "choice", "auto", ("auto", "E1", "T1", "J1")),
    Field("crc4", "truth", None, ("", "yes", "no")),
    Field("clock", "choice", "auto", ("auto", "primary", "take", "give")),
    Field("slots"),
    Field("group", "whole", 0),
    Field("echo_cancel", "truth", True, ("yes", "no")),
    Field("isdn.side", "choice", "auto", ("auto", "cpe", "net"), of="pri"),
    Field(
        "isdn.switch_type",
        "choice",
        "auto",
        ("auto", "euroisdn", "qsig", "national", "ni1", "dms100", "4ess", "5ess"),
        of="pri",
    ),
    Field("isdn.overlap", "choice", "no", ("no", "incoming", "outgoing", "both"), of="pri"),
    Field("r2.variant", usual="auto", of="mfcr2"),
    Field("r2.dnis_digits", "whole", 0, of="mfcr2"),
    Field("r2.ani_digits", "whole", 0, of="mfcr2"),
    Field("ss7.own_point", of="ss7"),
    Field("ss7.adjacent_point", of="ss7"),
    Field("ss7.destination_point", of="ss7"),
    Field("ss7.first_circuit", "whole", 1, of="ss7"),
    Field("em.start", "choice", "immediate", ("immediate", "wink"), of="em"),
)
PORT = (
    Field("name", first=True),
    Field("use", "choice", "unused", ("line", "phone", "unused"), first=True),
    Field("number", first=True),
    Field("group", "whole", 0),
    Field("caller_id", "choice", "auto", ("auto", "fsk", "v23", "v23-jp", "dtmf", "none")),
    Field("busy_tone", usual="auto"),
    Field("rx_gain", "decimal", 0.0),
    Field("tx_gain", "decimal", 0.0),
    Field("echo_cancel", "truth", True, ("yes", "no")),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {"spans": SPAN, "ports": PORT}


@dataclass(frozen=True, slots=True)
class Change:
    """A setting of a line (`line` "" for the site's) before and after; None for what is as usual."""

    table: str
    line: str
    path: str
    before: Any
    after: Any


def read(text: str) -> Body:
    """A document as the jobs write it (TOML), or as a form carries it (JSON). Raises ValueError for anything else."""
    if len(text) > LARGEST:
        raise ValueError("too long")
    try:
        body: Any = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except RecursionError as fault:
        raise ValueError("too deep") from fault
    tables = [body.get(name, {}) for name in (*TABLES, "pins")]
    if not all(isinstance(table, dict) and all(isinstance(row, dict) for row in table.values()) for table in tables):
        raise ValueError("no document")
    return dict(body)


def written(body: Body) -> str:
    """The inverse of `read`."""
    return json.dumps(body, ensure_ascii=False)


def with_cards(body: Body, cards: Iterable[Mapping[str, Any]]) -> Body:
    """The document with an empty line for each span and port that it does not speak of."""
    whole = deepcopy(body)
    spans, ports = whole.setdefault("spans", {}), whole.setdefault("ports", {})
    for span in (span for card in cards for span in card["spans"]):
        if span["kind"] not in ANALOG:
            spans.setdefault(span["identity"], {})
        for port in span["ports"]:
            if port["type"] in MODULES:
                ports.setdefault(f"{span['identity']}/{port['position']}", {})
    return whole


def lines(body: Body) -> list[tuple[str, str]]:
    """Table and key of each line, in the order of the document; a form numbers them so."""
    return [(table, key) for table in TABLES for key in body.get(table, {})]


def value(row: Mapping[str, Any], field: Field) -> Any:
    """A setting as it is, the usual one when nothing is said."""
    found: Any = row
    for name in field.path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return field.usual if found is None else found


def shown(row: Mapping[str, Any], field: Field) -> str:
    """A setting as a form shows it."""
    found = value(row, field)
    if field.shape == "truth":
        return {None: "", True: "yes", False: "no"}.get(found, "") if found is None or isinstance(found, bool) else ""
    if field.shape == "numbers":
        return "\n".join(map(str, found)) if isinstance(found, list | tuple) else str(found)
    return "" if found == field.usual and field.shape in ("whole", "decimal") else str(found)


def filled(body: Body, form: Mapping[str, str]) -> Body:
    """The document with what was typed: `country`, and `f-<number of the line>-<path>` for each setting shown."""
    whole = deepcopy(body)
    if country := form.get("country", "").strip():
        whole["country"] = country
    for number, (table, key) in enumerate(lines(whole)):
        for field in FIELDS[table]:
            if (typed := form.get(f"f-{number}-{field.path}")) is not None:
                _put(whole[table][key], field, _typed(field, typed.strip()))
    return whole


def said(body: Body) -> Body:
    """Without lines of which nothing is said: those are as if they were not mentioned."""
    return {name: _without_empty(row) if name in TABLES else row for name, row in body.items()}


def changes(before: Body, after: Body) -> list[Change]:
    """What differs, line by line, but for the numbers that spans keep."""
    top = [
        Change("", "", name, before.get(name), after.get(name)) for name in ("country", "impedance", "echo_canceller")
    ]
    found = [one for one in top if one.before != one.after]
    for table in TABLES:
        old, new = before.get(table, {}), after.get(table, {})
        for key in dict.fromkeys([*old, *new]):
            found += _of_line(table, key, old.get(key, {}), new.get(key, {}))
    return found


def beside(problems: Iterable[Mapping[str, Any]], body: Body) -> dict[tuple[int, str], list[Mapping[str, Any]]]:
    """Problems by the number of their line and the path of the field, "" for the line; line -1 for all others."""
    found: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    for problem in problems:
        found.setdefault(_place(str(problem["where"]), body), []).append(problem)
    return found


def _place(where: str, body: Body) -> tuple[int, str]:
    for number, (table, key) in enumerate(lines(body)):
        name = f"{table}.{key}"
        if where == name:
            return number, ""
        if where.startswith(f"{name}."):
            path = where.removeprefix(f"{name}.")
            known = next((field.path for field in FIELDS[table] if path == field.path), "")
            return number, known
    return -1, where


def _without_empty(table: Any) -> Any:
    return {key: row for key, row in table.items() if row} if isinstance(table, Mapping) else table


def _of_line(table: str, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for path in dict.fromkeys([*before, *after]):
        if before.get(path) != after.get(path):
            yield Change(table, key, path, before.get(path), after.get(path))


def _flat(row: Mapping[str, Any], begun: str = "") -> Iterator[tuple[str, Any]]:
    for name, own in row.items():
        if isinstance(own, Mapping):
            yield from _flat(own, f"{begun}{name}.")
        else:
            yield f"{begun}{name}", own


def _typed(field: Field, text: str) -> Any:
    """What was typed as the document has it; a figure that is none stays text, for verification to name."""
    if field.shape == "numbers":
        return [one for one in text.replace(",", "\n").replace("，", "\n").split() if one]
    if field.shape == "truth":
        return {"yes": True, "no": False}.get(text)
    if field.shape == "whole" and text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 10:
        return int(text)
    if field.shape == "decimal":
        try:
            return (
                float(text) if len(text) < 10 and text.lower().strip("+-") not in ("nan", "inf", "infinity") else text
            )
        except ValueError:
            return text
    return text


def _put(row: Body, field: Field, wanted: Any) -> None:
    """Set it, or take it out where it is as usual; a table of its own that is empty goes."""
    *above, name = field.path.split(".")
    usual = wanted in (field.usual, "", None) or (field.shape == "numbers" and not wanted)
    for part in above:
        if not isinstance(row.get(part), dict):
            if usual:
                return
            row[part] = {}
        parent, row = row, row[part]
    if usual:
        row.pop(name, None)
        if above and not row:
            parent.pop(above[-1])
    else:
        row[name] = wanted
