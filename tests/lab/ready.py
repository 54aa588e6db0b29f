"""`python -m tests.lab.ready OPTIONS`: what starts slowly under emulation is started, then the tests are told and run.

A box is up in site.READY, DAHDI's drivers are loaded, and what tests import is there, when the machine is stored; each
part of the tests goes on from then, in a machine of its own, and is told its tests on standard input.
"""

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest

from image.stored import READY
from tests.lab import site, spans
from tests.servers import box

HELPERS = (
    "numpy.fft",
    "tests.integration.test_main_job",
    "tests.lab.cable",
    "tests.lab.pace",
    "tests.lab.watching",
    "tests.servers.audio",
)


def main() -> int:
    # A shell lets what it starts in the background ignore the signal by which tests are told to say where they are.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    spans.load("loc")
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(box.called, site.READY)
        for name in HELPERS:
            import_module(name)
        coming.result()
    print(READY, flush=True)
    return pytest.main([*sys.argv[1:], *sys.stdin.readline().split()])


if __name__ == "__main__":
    sys.exit(main())
