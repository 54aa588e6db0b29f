"""Each thing that can be wrong with a site, alone and all at once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from appliance.errors import LANGUAGES, catalogue
from appliance.settings import Secret
from appliance.telephony.config.model import Ari, Certificates, LineTrunk, Number, Phone, Site, Trunk
from appliance.telephony.config.verify import Problem, verify
from tests.unit.telephony_config.sites import demo, phone, secret

Change = Callable[[Site], Site]


def _trunks(*trunks: Trunk) -> Change:
    return lambda site: replace(site, trunks=trunks)


def _lines(*trunks: LineTrunk) -> Change:
    return lambda site: replace(site, line_trunks=trunks)


def _phones(*phones: Phone) -> Change:
    return lambda site: replace(site, phones=phones, numbers=())


def _numbers(*numbers: Number) -> Change:
    return lambda site: replace(site, numbers=numbers)


def _sip(**changes: object) -> Change:
    return lambda site: replace(site, sip=replace(site.sip, **changes))  # type: ignore[arg-type]


def _ari(**changes: object) -> Change:
    return lambda site: replace(site, ari=replace(site.ari, **changes))  # type: ignore[arg-type]


def _box(**changes: object) -> Change:
    return lambda site: replace(site, **changes)  # type: ignore[arg-type]


def _one(**changes: object) -> Change:
    return _phones(replace(phone("8001"), **changes))  # type: ignore[arg-type]


CASES: list[tuple[str, str, Change]] = [
    ("site-name-invalid", "node", _box(node="box\nx")),
    ("site-entity-id-invalid", "entity_id", _box(entity_id="02:00")),
    ("site-language-unknown", "language", _box(language="tlh")),
    ("site-tone-zone-unknown", "tone_zone", _box(tone_zone="moon")),
    ("site-value-out-of-range", "fallback_rounds", _box(fallback_rounds=0)),
    ("site-phone-without-tls", "phones.8001.encryption", _box(certificates=None)),
    ("site-path-invalid", "certificates.key", _box(certificates=Certificates("/a", "/b", "key;x"))),
    ("site-address-invalid", "sip.address", _sip(address="localhost")),
    ("site-address-invalid", "sip.address", _sip(address="fe80::1%eth0;x")),
    ("site-value-out-of-range", "sip.udp_port", _sip(udp_port=70000)),
    ("site-port-collision", "sip.tls_port", _sip(tls_port=5060)),
    ("site-port-collision", "sip.udp_port", _sip(udp_port=10500)),
    ("site-port-collision", "ari.port", _ari(port=5061)),
    ("site-rtp-range-invalid", "sip.rtp_first", _sip(rtp_first=10001)),
    ("site-rtp-range-invalid", "sip.rtp_first", _sip(rtp_last=12000)),
    ("site-rtp-range-invalid", "sip.rtp_first", _sip(rtp_first=12000)),
    ("site-rtp-range-invalid", "sip.rtp_first", _sip(rtp_last=65537)),
    ("site-ari-not-loopback", "ari.host", _ari(host="0.0.0.0")),
    ("site-secret-weak", "ari.password", _ari(password=Secret(""))),
    ("site-name-invalid", "ari.user", _ari(user="general")),
    ("site-name-invalid", "ari.app", _ari(app="a,b")),
    ("site-name-invalid", "trunks.a b.name", _trunks(Trunk("a b", ("127.0.0.9",)))),
    ("site-name-duplicate", "phones.DESK", _phones(phone("desk"), phone("DESK"))),
    ("site-name-duplicate", "phones.demo-carrier", _phones(phone("demo-carrier"))),
    ("site-network-invalid", "trunks.t.match", _trunks(Trunk("t", ("127.0.0.1/8",)))),
    ("site-network-invalid", "trunks.t.match", _trunks(Trunk("t", ("carrier.example",)))),
    ("site-network-everything", "trunks.t.match", _trunks(Trunk("t", ("0.0.0.0/0",)))),
    ("site-trunk-overlap", "trunks.b.match", _trunks(Trunk("a", ("10.0.0.0/8",)), Trunk("b", ("10.1.0.0/16",)))),
    ("site-trunk-overlap", "trunks.a.match", _trunks(Trunk("a", ("10.0.0.1", "10.0.0.1/32")))),
    ("site-trunk-unreachable", "trunks.t", _trunks(Trunk("t", ()))),
    ("site-host-invalid", "trunks.t.host", _trunks(Trunk("t", (), "host;x"))),
    ("site-value-out-of-range", "trunks.t.group", _lines(LineTrunk("t", 64))),
    ("site-group-taken", "trunks.u.group", _lines(LineTrunk("t", 1), LineTrunk("u", 1))),
    ("site-name-duplicate", "trunks.demo-carrier", _lines(LineTrunk("demo-carrier", 1))),
    ("site-codec-unknown", "trunks.t.codecs", _trunks(Trunk("t", ("10.0.0.1",), codecs=("alaw", "g999")))),
    ("site-codecs-missing", "phones.8001.codecs", _one(codecs=())),
    ("site-secret-weak", "phones.8001.secret", _one(secret=Secret("12345678901"))),
    ("site-secret-weak", "phones.8001.secret", _one(secret=Secret("aaaaaaaaaaaaaaab"))),
    ("site-secret-characters", "phones.8001.secret", _one(secret=Secret("abcdef;ghijklmnop"))),
    ("site-value-out-of-range", "phones.8001.max_contacts", _one(max_contacts=0)),
    ("site-value-out-of-range", "phones.8001.qualify_seconds", _one(qualify_seconds=-1)),
    ("site-number-invalid", "numbers.40x", _numbers(Number("40x", (), "zh"))),
    ("site-number-invalid", "numbers.１２３", _numbers(Number("１２３", (), "zh"))),
    ("site-number-duplicate", "numbers.4001", _numbers(Number("4001", (), "zh"), Number("4001", (), "en"))),
    ("site-language-unknown", "numbers.4001.language", _numbers(Number("4001", (), "fr"))),
    ("site-fallback-unknown", "numbers.4001.fallback", _numbers(Number("4001", ("9999",), "zh"))),
]


def _found(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in problems]


@pytest.mark.parametrize(("code", "where", "change"), CASES)
def test_one_thing_wrong(code: str, where: str, change: Change) -> None:
    assert (code, where) in _found(verify(change(demo())))
    assert {found for found, _ in _found(verify(change(demo())))} <= {code, "site-phone-without-tls"}


def test_all_problems_are_found_at_once() -> None:
    site = replace(
        demo(),
        language="xx",
        ari=Ari("10.0.0.1", 0, "callstead", secret("ari"), "callstead"),
        trunks=(Trunk("t", ("bad",)),),
        numbers=(Number("1x", ("nobody",), "zh"),),
    )
    assert _found(verify(site)) == [
        ("site-language-unknown", "language"),
        ("site-value-out-of-range", "ari.port"),
        ("site-ari-not-loopback", "ari.host"),
        ("site-network-invalid", "trunks.t.match"),
        ("site-number-invalid", "numbers.1x"),
        ("site-fallback-unknown", "numbers.1x.fallback"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "where", "change"), CASES)
def test_every_problem_explains_itself(code: str, where: str, change: Change, language: str) -> None:
    for problem in verify(change(demo())):
        assert problem.code in catalogue(language)
        said = problem.sentence(language)
        assert all(part and "{" not in part for part in (said.what, said.why, said.next))


def test_every_code_of_the_catalogue_is_tried_here() -> None:
    known = {code for code in catalogue("en") if code.startswith("site-")} - {"site-invalid"}
    assert known == {code for code, _, _ in CASES}
    assert catalogue("en").keys() == catalogue("zh").keys()


def test_a_secret_is_in_no_problem() -> None:
    site = _one(secret=Secret("abcdef;ghijklmnop"))(demo())
    assert "ghijkl" not in repr(verify(site)) + "".join(problem.sentence("en").why for problem in verify(site))
