"""Sites for the tests; run as a module, it writes their golden files to tests/data/asterisk/."""

from dataclasses import replace
from pathlib import Path

from appliance.settings import Secret
from appliance.telephony.config import places
from appliance.telephony.config.model import (
    Ari,
    Browser,
    Certificates,
    Encryption,
    LineTrunk,
    Number,
    Phone,
    SipListen,
    Site,
    Telephone,
    Trunk,
)
from appliance.telephony.config.render import render

GOLDEN = Path(__file__).parents[2] / "data" / "asterisk"
CERTIFICATES = Certificates(f"{places.TLS}/ca.crt", f"{places.TLS}/server.crt", f"{places.TLS}/server.key")


def secret(name: str) -> Secret:
    """A secret that verification accepts and a reader recognises."""
    return Secret(f"Not-A-Secret-{name}")


def phone(name: str, encryption: Encryption = Encryption.REQUIRED, codecs: tuple[str, ...] = ("alaw", "ulaw")) -> Phone:
    return Phone(name, secret(name), encryption, codecs)


def minimal() -> Site:
    """Nothing but the box: no carrier, no phone, no number, no certificate."""
    return Site(
        node="box",
        entity_id="02:00:00:00:00:01",
        language="zh",
        sip=SipListen("127.0.0.1", 5060, 5060, 5061, 10000, 11999),
        ari=Ari("127.0.0.1", 8088, "callstead", secret("ari"), "callstead"),
        certificates=None,
        trunks=(),
        phones=(),
        numbers=(),
    )


def demo() -> Site:
    """Six phones, one carrier, one number."""
    names = tuple(str(number) for number in range(8001, 8007))
    return replace(
        minimal(),
        certificates=CERTIFICATES,
        trunks=(Trunk("demo-carrier", ("127.0.0.9",)),),
        phones=tuple(phone(name) for name in names),
        numbers=(Number("4008001000", names, "zh"),),
    )


def two_trunks() -> Site:
    """Two carriers, one of them for calls out too; every kind of phone; two languages; IPv6."""
    return replace(
        minimal(),
        sip=SipListen("2001:db8::10", 5060, 5060, 5061, 20000, 20999),
        certificates=CERTIFICATES,
        tone_zone="us",
        fallback_rounds=3,
        trunks=(
            Trunk("north", ("192.0.2.0/28", "198.51.100.7"), "sip.north.example:5080", ("g722", "alaw")),
            Trunk("south", ("2001:db8:1::/64",)),
        ),
        phones=(
            phone("8001"),
            phone("8002", Encryption.PREFERRED, ("opus", "g722", "alaw")),
            phone("lobby_1", Encryption.OFF),
        ),
        numbers=(Number("+861058001000", ("8001", "lobby_1"), "zh"), Number("95001", (), "en")),
    )


def lines() -> Site:
    """A carrier over E1 lines beside one over SIP, and lines whose trunk nobody has named."""
    return replace(demo(), line_trunks=(LineTrunk("telecom", 1),), lines="[channels]\n")


def pbx() -> Site:
    """An old PBX at the far end of lines of its own, beside the carrier's."""
    trunks = (LineTrunk("telecom", 1), LineTrunk("pbx", 2, ("612390XX", "70*")))
    return replace(lines(), line_trunks=trunks)


def ports() -> Site:
    """Telephones on the ports of a card beside SIP phones, both rung while there is no engine."""
    fallback = Number("4008001000", ("8001", "8101"), "zh")
    return replace(
        demo(), lines="[channels]\n", telephones=(Telephone("8101", 5), Telephone("8102", 6)), numbers=(fallback,)
    )


def browsers() -> Site:
    """Agents who may talk in their browser too."""
    return replace(demo(), browsers=(Browser("8001-web"), Browser("8002-web", ("alaw", "ulaw"))))


CASES = {
    "browsers": browsers,
    "demo": demo,
    "lines": lines,
    "minimal": minimal,
    "pbx": pbx,
    "ports": ports,
    "two-trunks": two_trunks,
}


if __name__ == "__main__":
    for case, make in CASES.items():
        (GOLDEN / case).mkdir(parents=True, exist_ok=True)
        for file, text in render(make()).items():
            (GOLDEN / case / file).write_text(text, "utf-8")
