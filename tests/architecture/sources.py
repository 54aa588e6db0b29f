"""The project's Python files as syntax trees, and what they import."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("appliance", "drivers", "dahdi_conf", "provisioning", "manager", "image")


@dataclass(frozen=True, slots=True)
class Source:
    """One file; `path` is relative to the root, `module` its dotted name (a package's is that of its folder).

    `nodes` are all of its tree, as `ast.walk` comes to them.
    """

    path: Path
    module: str
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    def at(self, line: int) -> str:
        """A place as editors understand it."""
        return f"{self.path}:{line}"


def read(root: Path = ROOT, packages: Collection[str] = PRODUCT) -> tuple[Source, ...]:
    """Every Python file below the named folders of `root`, by name."""
    files = (file for package in packages for file in (root / package).rglob("*.py"))
    return tuple(_source(root, file) for file in sorted(files))


def imports(source: Source, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Line and module of each import, wherever it stands; a name that is a module of `known` is one."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(source, node)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield node.lineno, full if full in known else base


def _base(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = source.module.split(".")
    up = node.level - source.is_package
    return ".".join([*parts[: len(parts) - up], *filter(None, [node.module])])


def _source(root: Path, file: Path) -> Source:
    path = file.relative_to(root)
    parts = path.with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = file.read_text("utf-8")
    return Source(path, module, text, *_parsed(text, str(path)))


@cache
def _parsed(text: str, path: str) -> tuple[ast.Module, tuple[ast.AST, ...]]:
    tree = ast.parse(text, path)
    return tree, tuple(ast.walk(tree))
