"""The one place where the builder starts programs."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended: its exit status and all it wrote, both streams in order."""

    status: int
    output: str


def say(line: str) -> None:
    """One line of progress on standard error."""
    print(line, file=sys.stderr, flush=True)


def follow(
    argv: Sequence[str | Path],
    *,
    shown: Callable[[str], str | None] = lambda line: None,
    hold: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run `argv` to its end and print what `shown` makes of each line.

    The program speaks English, whatever the user's language, because `image.refusal` reads it; and it inherits
    the lock `hold`, which so counts as held for as long as any part of the work lives. It has a process group
    of its own: mmdebstrap sends SIGHUP to its whole group when it fails.
    """
    lines: list[str] = []
    with subprocess.Popen(
        [str(word) for word in argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        pass_fds=() if hold is None else (hold,),
        env={**(environment or os.environ), "LC_ALL": "C.UTF-8"},
        process_group=0,
    ) as program:
        try:
            for line in program.stdout or ():
                lines.append(line)
                if (text := shown(line.rstrip())) is not None:
                    say(text)
        except BaseException:
            os.killpg(program.pid, signal.SIGTERM)
            raise
    return Outcome(program.returncode, "".join(lines))
