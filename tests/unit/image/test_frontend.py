from pathlib import Path

from image import frontend


def made(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in (frontend.MANIFEST, *names):
        (folder / name).write_text(f"{name} of {' '.join(names)}")
    return folder


def test_what_npm_installs_is_no_source(tmp_path: Path) -> None:
    frontend.write(tmp_path, {"package.json": b"{}", "src/entries/desk.ts": b"1", "node_modules/x/index.js": b"2"})
    assert frontend.sources(tmp_path) == {"package.json": b"{}", "src/entries/desk.ts": b"1"}


def test_identity_follows_every_source_and_the_tools() -> None:
    files = {"package.json": b"{}", "src/theme.ts": b"1"}
    first = frontend.identity(Path("node-1"), files)
    assert frontend.identity(Path("node-1"), dict(files)) == first
    assert frontend.identity(Path("node-2"), files) != first
    assert frontend.identity(Path("node-1"), {**files, "src/theme.ts": b"2"}) != first
    assert frontend.identity(Path("node-1"), {"package.json": b"{}", "src/dark.ts": b"1"}) != first


def test_a_checkout_has_what_was_built_and_nothing_of_before(tmp_path: Path) -> None:
    old, new = made(tmp_path / "old", "desk-1.js"), made(tmp_path / "new", "desk-2.js")
    place = tmp_path / "checkout/manager/static/built"
    for shared in (old, new):
        assert not frontend.same(shared, place)
        frontend.lay_out(shared, place)
        assert frontend.same(shared, place)
    assert sorted(path.name for path in place.iterdir()) == ["desk-2.js", "manifest.json"]
    assert not place.is_symlink()


def test_a_file_that_is_gone_or_too_much_is_noticed(tmp_path: Path) -> None:
    shared, place = made(tmp_path / "shared", "desk.js"), tmp_path / "built"
    frontend.lay_out(shared, place)
    (place / "desk.js").unlink()
    assert not frontend.same(shared, place)


def test_npm_runs_walled_off_and_only_its_own_step_has_a_network(tmp_path: Path) -> None:
    alone = frontend.inside(tmp_path, {}, {}, "node", "build.mjs")
    assert "--unshare-net" in alone
    assert "--unshare-net" not in frontend.inside(tmp_path, {}, {}, "npm", "ci", network=True)


def test_the_locked_packages_are_those_that_are_asked_for() -> None:
    files = frontend.sources(Path(__file__).parents[3] / frontend.SOURCES)
    assert set(frontend.LOCKED) <= set(files)
    assert "src/entries/console.ts" in files
