from dataclasses import replace
from pathlib import Path

import pytest

from image import machine, root
from image.bootstrap import Build, Recipe


def test_the_real_list_has_what_the_box_runs() -> None:
    names = root.recipe().packages
    assert {"asterisk", "espeak-ng", "sox", "sip-tester", "python3"} <= set(names)
    assert not [name for name in names if name.startswith("linux-image")]


def test_a_machine_has_all_that_the_runtime_root_has_and_a_kernel() -> None:
    runtime, made = root.recipe(), machine.recipe()
    assert set(runtime.packages) < set(made.packages)
    assert {"linux-image-amd64", "dahdi", "asterisk-dahdi"} <= set(made.packages)
    assert made.builds == (root.ASTERISK_MODULE, machine.CHANNELS, machine.DRIVERS)


@pytest.mark.parametrize("identity", [root.identity, machine.identity])
def test_identity_follows_the_packages_and_what_is_built(tmp_path: Path, identity: object) -> None:
    assert callable(identity)
    script = tmp_path / "build.sh"
    script.write_text("true")
    recipe = Recipe("root", ("asterisk", "sox"), (Build("a thing", script),))
    before = identity(recipe)
    assert identity(recipe) == before
    assert identity(replace(recipe, packages=("asterisk",))) != before
    script.write_text("false")
    assert identity(recipe) != before


def test_prepared_places_are_folders_and_plain_files(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/localtime").symlink_to("/usr/share/zoneinfo/Etc/UTC")
    root.prepare(tmp_path)
    for name in ("etc/hosts", "etc/localtime", "etc/resolv.conf"):
        assert (tmp_path / name).is_file()
        assert not (tmp_path / name).is_symlink()
    for name in ("etc/asterisk", "var/lib/asterisk", "var/spool/asterisk", "var/log/asterisk"):
        assert (tmp_path / name).is_dir()
