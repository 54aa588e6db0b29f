from pathlib import Path

import pytest

from image import bootstrap
from image.bootstrap import Build, Recipe
from image.refusal import Refused

EXPIRED = (
    "E: Release file for http://deb.debian.org/debian/dists/forky/InRelease is expired "
    "(invalid since 15d 14h 5min 21s). Updates for this repository will not be applied.\n"
)
NOT_YET = "E: Release file for http://deb.debian.org/debian/dists/forky/InRelease is not valid yet\n"
UNSIGNED = "W: GPG error: forky InRelease: The following signatures couldn't be verified\n"
PLAIN = Recipe("root", ("asterisk", "sox"), ())


def test_package_list_without_comments_order_or_repeats() -> None:
    text = "# title\nsox  espeak-ng # voice\n\n  asterisk#pbx\nsox\nlibstdc++6\n"
    assert bootstrap.packages(text) == ("asterisk", "espeak-ng", "libstdc++6", "sox")


@pytest.mark.parametrize("line", ["asterisk,sox", "--include=x", "Sox", "a/b", "$(id)"])
def test_package_list_refuses_what_is_no_name(line: str) -> None:
    with pytest.raises(Refused, match="is not a package name"):
        bootstrap.packages(line)


def test_dates_are_checked_unless_told_otherwise() -> None:
    strict = bootstrap.command(PLAIN, Path("/t/root.tar"))
    undated = bootstrap.command(PLAIN, Path("/t/root.tar"), undated=True)
    assert strict[0] == "mmdebstrap"
    assert strict[-3:] == ["--include=asterisk,sox", "forky", "/t/root.tar"]
    assert '--aptopt=APT::Install-Recommends "false"' in strict
    assert not [word for word in strict if "Valid-Until" in word]
    assert set(undated) - set(strict) == {'--aptopt=Acquire::Check-Valid-Until "false"'}


@pytest.mark.parametrize(("output", "expected"), [(EXPIRED, True), (NOT_YET, True), (UNSIGNED, False), ("", False)])
def test_only_a_wrong_date_makes_the_date_unimportant(output: str, expected: bool) -> None:
    assert bootstrap.out_of_date(output) is expected


def test_what_is_built_is_brought_into_the_root_and_made_there() -> None:
    made = Build("a thing", Path("/c o/build.sh"), (Path("/c o/thing.c"),))
    words = bootstrap.command(Recipe("root", ("asterisk",), (made,)), Path("/t/root.tar"))
    assert [word for word in words if word.startswith("--customize-hook=")] == [
        "--customize-hook=upload '/c o/thing.c' /tmp/thing.c",
        "--customize-hook=upload '/c o/build.sh' /tmp/build.sh",
        '--customize-hook=chroot "$1" sh /tmp/build.sh # a thing',
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("I: extracting archives...", "root: extracting archives..."),
        ("I: running special hook: upload /c/build.sh /tmp/build.sh", None),
        (
            "I: running --customize-hook in shell: sh -c 'chroot \"$1\" sh /tmp/build.sh # a thing' exec /r",
            "root: building a thing",
        ),
        ("Setting up gcc (4:16.1.0-3) ...", None),
    ],
)
def test_what_is_said_of_the_builder(line: str, expected: str | None) -> None:
    assert bootstrap.step("root", line) == expected
