from itertools import pairwise
from pathlib import Path

from image.sandbox import command

ROOT = Path("/cache/root-1")


def words(*, network: bool = True, die_with_parent: bool = True) -> list[str]:
    return command(
        ROOT, ["asterisk", "-f"], read_only={}, writable={}, network=network, die_with_parent=die_with_parent
    )


def test_the_root_is_read_only_and_nothing_is_allowed() -> None:
    made = words()
    assert made[0] == "bwrap"
    folders = {made[at + 2]: made[at + 1] for at, word in enumerate(made) if word == "--ro-bind"}
    assert folders == {f"/{name}": f"/cache/root-1/{name}" for name in ("etc", "usr", "var")}
    assert ("--cap-drop", "ALL") in pairwise(made)
    assert {"--unshare-pid", "--unshare-ipc", "--die-with-parent"} <= set(made)
    assert made[-3:] == ["--", "asterisk", "-f"]


def test_the_choices() -> None:
    assert "--unshare-net" not in words()
    assert "--unshare-net" in words(network=False)
    assert "/etc/resolv.conf" not in words(network=False)
    assert "--die-with-parent" not in words(die_with_parent=False)


def test_outer_places_are_bound_before_inner_ones() -> None:
    made = command(
        ROOT,
        ["true"],
        read_only={Path("/h/inner"): "/srv/a/inner", Path("/h/config"): "/etc/asterisk"},
        writable={Path("/h/outer"): "/srv/a"},
    )
    binds = [tuple(made[at : at + 3]) for at, word in enumerate(made) if word in ("--bind", "--ro-bind")]
    assert binds[3:] == [
        ("--ro-bind", "/h/config", "/etc/asterisk"),
        ("--bind", "/h/outer", "/srv/a"),
        ("--ro-bind", "/h/inner", "/srv/a/inner"),
    ]
    assert made.index("--tmpfs") < made.index("--bind")


def test_the_environment_is_ours_alone() -> None:
    made = command(ROOT, ["true"], read_only={}, writable={}, environment={"TZ": "Asia/Shanghai"}, folder="/srv/x")
    at = made.index("--clearenv")
    given = [made[number + 1 : number + 3] for number, word in enumerate(made) if word == "--setenv"]
    assert at < made.index("--setenv")
    assert [name for name, _ in given] == ["PATH", "HOME", "LC_ALL", "TZ"]
    assert ("--chdir", "/srv/x") in pairwise(made)
