"""What the box says on the terminal of whoever starts it, in their language."""

import os
import sys
import tomllib
from importlib import resources
from typing import Any

from appliance.errors import Refusal


def language() -> str:
    """The language of the terminal; Chinese unless it names another."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if named.startswith("zh") or not named or named.split(".")[0] in ("C", "POSIX") else "en"


def say(key: str, **values: Any) -> None:
    """Print a text of the catalogue."""
    path = resources.files("appliance").joinpath("texts", language(), "box.toml")
    print(tomllib.loads(path.read_text("utf-8"))["box"][key].format_map(values).rstrip(), flush=True)


def complain(refusal: Refusal) -> None:
    """Say on standard error what is refused, why, and what to do next."""
    sentence = refusal.sentence(language())
    print(f"callstead: {sentence.what} {sentence.why}\n{sentence.next} [{refusal.code}]", file=sys.stderr)
