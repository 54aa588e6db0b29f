"""No name, secret or address that somebody enters may become a line of its own."""

import string
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from appliance.settings import Secret
from appliance.telephony.config.model import Ari, Number, Site, Trunk
from appliance.telephony.config.render import render
from appliance.telephony.config.render.section import BrokenLineError, option, section
from appliance.telephony.config.verify import verify
from appliance.telephony.config.written import sections
from tests.unit.telephony_config.sites import demo, phone

HOSTILE = "\n\r\t\0;#[]()!\\\"'`=,&$ {}<>|:/@%+-_.*^~?é中abcXYZ0189"
ENTERABLE = string.ascii_letters * 3 + string.digits + string.punctuation
text = st.one_of(st.text(alphabet=HOSTILE, max_size=24), st.text(max_size=24))


def _shape(site: Site) -> dict[str, list[int]]:
    """How many lines each section of each file has: what an injected line would change."""
    return {
        name: [len(body.splitlines()) for body in content.replace("\n[", "\n\x1e[").split("\x1e")]
        for name, content in render(site).items()
    }


def _site(name: str, secret: str, did: str, source: str, host: str) -> Site:
    site = demo()
    return replace(
        site,
        ari=Ari("127.0.0.1", 8088, "callstead", Secret(secret), "callstead"),
        trunks=(Trunk("carrier", (source,), host),),
        phones=(replace(phone("8001"), name=name, secret=Secret(secret)),),
        numbers=(Number(did, (name,), "zh"),),
    )


HARMLESS = _site("x", "Not-A-Secret-x", "4001", "127.0.0.9", "carrier.example")


@given(name=text, secret=text, did=text, source=text, host=text)
def test_what_verification_lets_through_changes_no_line(
    name: str, secret: str, did: str, source: str, host: str
) -> None:
    for site in (
        _site(name, "Not-A-Secret-x", "4001", "127.0.0.9", "carrier.example"),
        _site("x", secret, "4001", "127.0.0.9", "carrier.example"),
        _site("x", "Not-A-Secret-x", did, "127.0.0.9", "carrier.example"),
        _site("x", "Not-A-Secret-x", "4001", source, "carrier.example"),
        _site("x", "Not-A-Secret-x", "4001", "127.0.0.9", host or "carrier.example"),
    ):
        if not verify(site):
            shape, harmless = _shape(site), _shape(HARMLESS)
            del shape["extensions.conf"], harmless["extensions.conf"]
            assert shape == harmless
            # A phone named by digits can be dialled, so it has an extension of its own: two steps.
            dialled = 2 * site.phones[0].name.isdigit()
            assert _lines(site) == _lines(HARMLESS) + dialled


def _lines(site: Site) -> int:
    return len(render(site)["extensions.conf"].splitlines())


@given(secret=st.text(alphabet=ENTERABLE, min_size=12, max_size=16))
def test_an_accepted_secret_is_read_back_as_it_was_entered(secret: str) -> None:
    site = _site("x", secret, "4001", "127.0.0.9", "carrier.example")
    assume(not verify(site))
    passwords = [
        dict(pairs)["password"] for _, pairs in sections(render(site)["pjsip.conf"]) if "password" in dict(pairs)
    ]
    assert passwords == [secret]


@given(value=text)
def test_the_renderer_itself_breaks_no_line(value: str) -> None:
    try:
        line = option("key", value)
    except BrokenLineError:
        return
    assert line.splitlines() == [line]
    assert ";" not in line


@given(name=text)
def test_no_section_opens_another(name: str) -> None:
    try:
        lines = section(name, [])
    except BrokenLineError:
        return
    assert lines == f"[{name}]\n"
    assert len(lines.splitlines()) == 1
