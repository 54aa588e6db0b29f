"""Small trees of sources, to prove that a rule can fail."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from tests.architecture.sources import Source, read


def grow(root: Path, files: Mapping[str, str]) -> tuple[Source, ...]:
    """Write `files` below `root`, with the packages around them, and read what is there."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), "utf-8")
        for folder in file.relative_to(root).parents[:-1]:
            (root / folder / "__init__.py").touch()
    return read(root)


def listed(problems: list[str]) -> str:
    """Problems one a line, for the message of a failing test."""
    return "\n" + "\n".join(problems)
