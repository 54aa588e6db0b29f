"""Descriptions of documents: their fields, and what may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Shape(StrEnum):
    """What a field holds as JSON, and how a person fills it in.

    TEXT, CHOICE, NAME (of another document) and SECRET are strings; WHOLE and DECIMAL numbers; TRUTH a boolean.
    NAMES and TEXTS are lists of strings, CHOICES of words that are known. LEVELS is a mapping of names to whole
    numbers, PAIRS one to texts. ROWS is a list of objects whose members are the columns.
    """

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    TRUTH = "truth"
    CHOICE = "choice"
    CHOICES = "choices"
    NAME = "name"
    NAMES = "names"
    TEXTS = "texts"
    LEVELS = "levels"
    PAIRS = "pairs"
    ROWS = "rows"
    SECRET = "secret"  # noqa: S105 - a shape, not a password


LISTS = frozenset({Shape.CHOICES, Shape.NAMES, Shape.TEXTS, Shape.ROWS})
MAPPINGS = frozenset({Shape.LEVELS, Shape.PAIRS})
TABLES = frozenset({Shape.LEVELS, Shape.PAIRS, Shape.ROWS})
"""Shapes that are filled in as a table."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `of` is the kind of document that it names, `numbers` the values that a whole number may have.

    `least` and `most` bound numbers, `longest` texts; `pattern` is a regular expression for each text (and for the
    names of LEVELS and PAIRS). A `sparse` one is left out of the document while it is empty. `extra` are names that
    stand for themselves, such as `all`. The order of `ordered` NAMES has a meaning.
    """

    name: str
    shape: Shape
    default: Any = None
    group: str = ""
    of: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    longest: int = 200
    pattern: str = ""
    unit: str = ""
    required: bool = False
    sparse: bool = False
    ordered: bool = False
    extra: tuple[str, ...] = ()
    columns: tuple["Field", ...] = ()

    @property
    def long(self) -> bool:
        """Whether it is a text of several lines."""
        return self.shape is Shape.TEXT and self.longest > 1000

    @property
    def empty(self) -> Any:
        """What the field holds when nothing is in it."""
        if self.shape in MAPPINGS:
            return {}
        return [] if self.shape in LISTS else {Shape.TRUTH: False, Shape.WHOLE: 0, Shape.DECIMAL: 0}.get(self.shape, "")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document. `only` is its key where there is one alone, else `key` is a pattern for keys.

    `listed` are the fields that a list of them shows, `called` the one that holds a name for people. `right` is what
    changes it needs beside `setup.change`: any of these is enough.
    """

    name: str
    area: str
    fields: tuple[Field, ...]
    only: str = ""
    key: str = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}"
    listed: tuple[str, ...] = ()
    called: str = ""
    icon: str = "settings"
    rights: tuple[str, ...] = ("setup.change",)

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of fields in their order."""
        return tuple(dict.fromkeys(field.group for field in self.fields))

    @property
    def defaults(self) -> dict[str, Any]:
        """What a new document begins with."""
        return {field.name: field.default if field.default is not None else field.empty for field in self.fields}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a document cannot be so: `where` is the field, or `field.row.column` (rows count from 1)."""

    code: str
    where: str
    details: Mapping[str, Any]
