from image import host
from image.host import Need

THERE = Need("there", lambda: True)
GONE = Need("gone", lambda: False)
LOST = Need("lost", lambda: False)


def test_missing_keeps_the_order() -> None:
    assert host.missing([LOST, THERE, GONE]) == ("lost", "gone")
    assert host.missing([THERE]) == ()


def test_the_refusal_is_one_line_with_names_and_command() -> None:
    text = str(host.refusal(("mmdebstrap", "bubblewrap")))
    assert text == (
        "this machine lacks mmdebstrap, bubblewrap: installing needs root; "
        "run: sudo apt-get install -y --no-install-recommends mmdebstrap bubblewrap"
    )
    assert "\n" not in text


def test_what_is_needed_to_run_and_to_test() -> None:
    names = {need.package for need in host.RUN}
    assert {"mmdebstrap", "bubblewrap", "python3-venv", "debian-archive-keyring"} <= names
    assert [need.package for need in host.TEST] == ["postgresql", "umockdev", "tshark", "slapd"]
