"""Kinds of values that are typed on the command line."""

from typing import Any

import click

LOWEST, HIGHEST = 1, 9


class SkillLevel(click.ParamType[tuple[str, int]]):
    """`NAME=LEVEL` as a pair, the level from 1 (little) to 9 (most)."""

    name = f"name={LOWEST}..{HIGHEST}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """The pair; fails on anything else."""
        if isinstance(value, tuple):
            return value
        name, _, level = str(value).partition("=")
        if not name or not level.isascii() or not level.isdigit() or not LOWEST <= int(level) <= HIGHEST:
            self.fail(str(value), param, ctx)
        return name, int(level)


LEVEL = click.IntRange(LOWEST, HIGHEST)
