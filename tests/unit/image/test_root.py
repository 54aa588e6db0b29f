from pathlib import Path

import pytest

from image import root
from image.refusal import Refused

EXPIRED = (
    "E: Release file for http://deb.debian.org/debian/dists/forky/InRelease is expired "
    "(invalid since 15d 14h 5min 21s). Updates for this repository will not be applied.\n"
)
NOT_YET = "E: Release file for http://deb.debian.org/debian/dists/forky/InRelease is not valid yet\n"
UNSIGNED = "W: GPG error: forky InRelease: The following signatures couldn't be verified\n"


def test_package_list_without_comments_order_or_repeats() -> None:
    text = "# title\nsox  espeak-ng # voice\n\n  asterisk#pbx\nsox\nlibstdc++6\n"
    assert root.packages(text) == ("asterisk", "espeak-ng", "libstdc++6", "sox")


@pytest.mark.parametrize("line", ["asterisk,sox", "--include=x", "Sox", "a/b", "$(id)"])
def test_package_list_refuses_what_is_no_name(line: str) -> None:
    with pytest.raises(Refused, match="is not a package name"):
        root.packages(line)


def test_the_real_list_has_what_the_box_runs() -> None:
    names = root.packages(root.PACKAGES.read_text("utf-8"))
    assert {"asterisk", "espeak-ng", "sox", "sip-tester", "python3"} <= set(names)
    assert not [name for name in names if name.startswith("linux-image")]


def test_identity_follows_the_packages() -> None:
    assert root.identity(("asterisk", "sox")) == root.identity(("asterisk", "sox"))
    assert root.identity(("asterisk", "sox")) != root.identity(("asterisk",))


def test_identity_follows_the_module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = root.identity(("asterisk",))
    changed = tmp_path / "module.c"
    changed.write_text("int changed;")
    monkeypatch.setattr(root, "MODULE", (changed, root.MODULE[-1]))
    assert root.identity(("asterisk",)) != before


def test_the_module_is_brought_into_the_root_and_built_there() -> None:
    hooks = [word for word in root.command(("asterisk",), Path("/t/root.tar")) if word.startswith("--customize-hook=")]
    source, script = (str(path) for path in root.MODULE)
    assert hooks == [
        f"--customize-hook=upload {source} /tmp/func_frame_sequence.c",
        f"--customize-hook=upload {script} /tmp/build.sh",
        '--customize-hook=chroot "$1" sh /tmp/build.sh',
    ]


def test_dates_are_checked_unless_told_otherwise() -> None:
    strict = root.command(("asterisk", "sox"), Path("/t/root.tar"))
    undated = root.command(("asterisk", "sox"), Path("/t/root.tar"), undated=True)
    assert strict[0] == "mmdebstrap"
    assert strict[-3:] == ["--include=asterisk,sox", "forky", "/t/root.tar"]
    assert '--aptopt=APT::Install-Recommends "false"' in strict
    assert not [word for word in strict if "Valid-Until" in word]
    assert set(undated) - set(strict) == {'--aptopt=Acquire::Check-Valid-Until "false"'}


@pytest.mark.parametrize(("output", "expected"), [(EXPIRED, True), (NOT_YET, True), (UNSIGNED, False), ("", False)])
def test_only_a_wrong_date_makes_the_date_unimportant(output: str, expected: bool) -> None:
    assert root.out_of_date(output) is expected


def test_prepared_places_are_folders_and_plain_files(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/localtime").symlink_to("/usr/share/zoneinfo/Etc/UTC")
    root.prepare(tmp_path)
    for name in ("etc/hosts", "etc/localtime", "etc/resolv.conf"):
        assert (tmp_path / name).is_file()
        assert not (tmp_path / name).is_symlink()
    for name in ("etc/asterisk", "var/lib/asterisk", "var/spool/asterisk", "var/log/asterisk"):
        assert (tmp_path / name).is_dir()
