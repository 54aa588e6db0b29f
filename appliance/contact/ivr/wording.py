"""Texts with `{names}` in them, filled in from what is known at a place."""

import re
from collections.abc import Callable, Iterator

NAME = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")


def filled(text: str, value: Callable[[str], str | None], shaped: Callable[[str], str] = str) -> str:
    """The text with every `{name}` replaced by its value, `shaped` before; nothing stands for what is not known."""
    return NAME.sub(lambda match: shaped(value(match[1]) or ""), text)


def names(text: str) -> Iterator[str]:
    """The names in braces."""
    yield from NAME.findall(text)
