"""`python3 -m image`: prepare what the appliance runs on; paths on standard output, progress on standard error."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from image import box, browser, checkout, environment, frontend, host, lab, parts, root, sounds
from image.processes import say
from image.refusal import Refused, from_system

CHECKOUT = Path(__file__).absolute().parent.parent
REFUSED = 3


def main(argv: list[str]) -> int:
    """Exit status 0 done, 2 wrong use, 3 refused with a reason, 130 interrupted."""
    arguments = _parser().parse_args(argv)
    try:
        host.ensure(tests=getattr(arguments, "tests", False), lab=arguments.action is _lab)
        for path in arguments.action(arguments):
            print(path)
    except Refused as refusal:
        say(f"callstead: {refusal}")
        return REFUSED
    except OSError as fault:
        if (known := from_system(fault)) is None:
            raise
        say(f"callstead: {known}")
        return REFUSED
    except KeyboardInterrupt:
        say("callstead: interrupted; nothing half-built is kept")
        return 130
    return 0


def _host(arguments: argparse.Namespace) -> list[Path]:
    return []


def _root(arguments: argparse.Namespace) -> list[Path]:
    return [root.ready()]


def _sounds(arguments: argparse.Namespace) -> list[Path]:
    return [sounds.ready(root.ready())]


def _environment(arguments: argparse.Namespace) -> list[Path]:
    if arguments.box:
        return [environment.ready_in_box(root.ready())]
    return [checkout.attach(CHECKOUT, environment.ready())]


def _all(arguments: argparse.Namespace) -> list[Path]:
    place = root.ready()
    paths = [place, sounds.ready(place), checkout.attach(CHECKOUT, environment.ready()), frontend.ready(CHECKOUT)]
    return [*paths, environment.ready_in_box(place), browser.ready()] if arguments.tests else paths


def _frontend(arguments: argparse.Namespace) -> list[Path]:
    if arguments.check:
        frontend.check(CHECKOUT)
        return []
    return [frontend.ready(CHECKOUT)]


def _browser(arguments: argparse.Namespace) -> list[Path]:
    return [browser.ready()]


def _box(arguments: argparse.Namespace) -> list[Path]:
    place = root.ready()
    words = box.words(place, environment.ready_in_box(place), CHECKOUT, arguments.words)
    os.execvp(words[0], words)  # noqa: S606 - a list, no shell


def _lab(arguments: argparse.Namespace) -> list[Path]:
    lab.ready()
    if arguments.go_on:
        sys.exit(lab.go_on(arguments.go_on, arguments.words, arguments.into))
    if not arguments.each:
        sys.exit(lab.work(arguments.words, CHECKOUT, arguments.into))
    with tempfile.TemporaryDirectory(prefix="callstead-ready-") as name:
        lab.make_ready(arguments.words, CHECKOUT, Path(name))
        at_once = len(os.sched_getaffinity(0))
        sys.exit(parts.work(arguments.each, Path(name), CHECKOUT, arguments.into, at_once))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m image", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, action: object, text: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text)
        made.set_defaults(action=action)
        return made

    def for_tests(made: argparse.ArgumentParser) -> None:
        made.add_argument("--tests", action="store_true", help="also what only the tests need")

    for_tests(verb("host", _host, "install the Debian packages this machine lacks"))
    verb("root", _root, "the runtime root: Debian with Asterisk, no kernel")
    verb("sounds", _sounds, "prompts in Chinese and English, music on hold")
    made = verb("environment", _environment, "the checkout's .venv, or with --box the runtime root's environment")
    made.add_argument("--box", action="store_true", help="for the Python inside the runtime root")
    made = verb("frontend", _frontend, "the console's JavaScript and styles, into manager/static/built")
    made.add_argument("--check", action="store_true", help="check types and style instead")
    verb("browser", _browser, "the tests' Chromium")
    for_tests(verb("all", _all, "root, sounds, environment and the console's JavaScript, one path a line"))
    made = verb("box", _box, "run a command inside the runtime root, in this checkout")
    made.add_argument("words", nargs=argparse.REMAINDER, metavar="...", help="the command and its arguments")
    made = verb("lab", _lab, "run a command inside the lab, a virtual machine with DAHDI's drivers")
    made.add_argument("--into", type=Path, default=CHECKOUT / "build/lab", metavar="FOLDER", help="for what it leaves")
    made.add_argument(
        "--each",
        action="append",
        metavar="PART",
        help="start it once, go on once for each PART, told its words",
    )
    made.add_argument("--go-on", type=Path, metavar="FOLDER", help="the words are told to a machine stored there")
    made.add_argument("words", nargs=argparse.REMAINDER, metavar="...", help="a shell's command line")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
