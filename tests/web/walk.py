"""Addresses and fields of every page, so that tests walk through pages that come later by themselves."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

SAMPLES = {"IntegerConverter": "7", "FloatConverter": "7.5"}
NOBODY = UUID(int=7)
IN_CODE = re.compile(
    r"""(?:form|args|values|asked)\.get(?:list)?\(\s*["']([\w-]+)["']|["']([\w-]+)["'] in request\.form"""
)
IN_PAGES = re.compile(r"""\bname="([\w-]+)"|\bfield\(\s*["']([\w-]+)["']""")


def rules(app: Flask) -> list[Rule]:
    """Every route of a page, by its address; the interface for other systems has tests of its own."""
    pages = (rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/api/"))
    return sorted(pages, key=lambda rule: rule.rule)


def address(rule: Rule, text: str = "seven", id: UUID = NOBODY) -> str:
    """An address that `rule` answers, with `text` in the places for words and `id` in those for identities."""
    samples = SAMPLES | {"UUIDConverter": str(id)}
    word = quote(text.replace("/", "_"), safe="%") or "x"
    path = rule.rule
    for name, converter in rule._converters.items():
        value = samples.get(type(converter).__name__, word)
        path = re.sub(rf"<(?:\w+(?:\([^)]*\))?:)?{name}>", value.replace("\\", ""), path)
    return path


def methods(rule: Rule) -> list[str]:
    """The methods that a person's browser or our scripts use."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def fields(app: Flask) -> frozenset[str]:
    """Every name of a field that a page reads or shows."""
    return _fields(Path(app.root_path))


@cache
def _fields(folder: Path) -> frozenset[str]:
    found: set[str] = set()
    for pattern, ending in ((IN_CODE, "*.py"), (IN_PAGES, "*.html")):
        for file in folder.rglob(ending):
            if "node_modules" not in file.parts:
                found |= {name for match in pattern.findall(file.read_text("utf-8")) for name in match if name}
    return frozenset(found - {"csrf_token", "viewport"})
