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


class OverflowStep(click.ParamType[dict[str, Any]]):
    """`SECONDS=QUEUE` or `SECONDS=exit:NAME` as a step of an overflow chain."""

    name = "seconds=queue"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Any]:
        """The step; fails on anything else."""
        if isinstance(value, dict):
            return value
        after, _, to = str(value).partition("=")
        leaves = to.startswith("exit:")
        name = to.removeprefix("exit:")
        if not after.isascii() or not after.isdigit() or not name:
            self.fail(str(value), param, ctx)
        return {"after": int(after), "exit" if leaves else "queue": name}


class RelaxStep(click.ParamType[dict[str, Any]]):
    """`SECONDS=SKILL:LEVEL,...` as a step of relaxation; level 0 drops the skill."""

    name = "seconds=skill:level"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Any]:
        """The step; fails on anything else."""
        if isinstance(value, dict):
            return value
        after, _, demanded = str(value).partition("=")
        pairs = [part.rpartition(":") for part in demanded.split(",")]
        if not _whole(after) or not all(skill and _whole(level) and int(level) <= HIGHEST for skill, _, level in pairs):
            self.fail(str(value), param, ctx)
        return {"after": int(after), "skills": {skill: int(level) for skill, _, level in pairs}}


class Share(click.ParamType[dict[str, Any]]):
    """`TRUNK` or `TRUNK=SHARE` as a member of a group; without more its share is 1."""

    name = "trunk=share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Any]:
        """The member; fails on anything else."""
        if isinstance(value, dict):
            return value
        trunk, given, share = str(value).partition("=")
        if not trunk or (given and not _whole(share)):
            self.fail(str(value), param, ctx)
        return {"trunk": trunk, "share": int(share) if given else 1}


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


LEVEL = click.IntRange(LOWEST, HIGHEST)
