"""From what is configured to what Asterisk is told."""

import hashlib

from appliance.contact.calls import model as lines
from appliance.daemons.engine.configuration import Configuration
from appliance.settings import Asterisk, Settings
from appliance.system.keyring import Keyring
from appliance.telephony.config import places
from appliance.telephony.config.model import (
    Ari,
    Browser,
    Certificates,
    Encryption,
    LineTrunk,
    Music,
    Number,
    Phone,
    SipListen,
    Site,
    Telephone,
    Trunk,
)
from dahdi_conf.grouping import telephones


def site(settings: Settings, configured: Configuration, key: Keyring) -> Site:
    """The site of this box; opens the phones' sealed secrets."""
    sip, asterisk = settings.sip, settings.asterisk
    return Site(
        node=asterisk.node,
        entity_id=_entity_id(settings),
        language=settings.language,
        sip=SipListen(sip.address, sip.udp_port, sip.tcp_port, sip.tls_port, sip.rtp_first, sip.rtp_last),
        ari=_ari(asterisk),
        certificates=Certificates(f"{places.TLS}/ca.crt", f"{places.TLS}/server.crt", f"{places.TLS}/server.key"),
        trunks=tuple(_trunk(trunk) for trunk in configured.trunks.values() if not trunk.group),
        phones=tuple(_phone(phone, key) for phone in configured.phones.values() if not phone.channel),
        music=tuple(Music(name, f"{places.OWN_MUSIC}/{folder}") for name, folder in configured.music.items()),
        numbers=tuple(Number(number.did, number.fallback, number.language) for number in configured.numbers.values()),
        line_trunks=tuple(
            LineTrunk(trunk.name, trunk.group, trunk.behind) for trunk in configured.trunks.values() if trunk.group
        ),
        lines=configured.lines,
        browsers=tuple(Browser(lines.browser(agent)) for agent in sorted(configured.agents)),
        telephones=tuple(Telephone(name, channel) for name, channel in telephones(configured.lines).items()),
    )


def _ari(asterisk: Asterisk) -> Ari:
    user, password, app = asterisk.ari_user, asterisk.ari_password, asterisk.app
    return Ari(asterisk.ari_host, asterisk.ari_port, user, password, app, asterisk.manager)


def secret_context(phone: str) -> str:
    """What a phone's sealed secret is bound to, so that it cannot be moved to another phone."""
    return f"phone:{phone}"


def pin_context(agent: str) -> str:
    """What an agent's sealed PIN is bound to."""
    return f"pin:{agent}"


def token_context(host: str) -> str:
    """What a look-up host's sealed token is bound to."""
    return f"lookup-host:{host}"


def _trunk(trunk: lines.Trunk) -> Trunk:
    return Trunk(trunk.name, trunk.match, trunk.host, qualify_seconds=trunk.qualify)


def webhook_context(webhook: str) -> str:
    """What a webhook's sealed secret is bound to."""
    return f"webhook:{webhook}"


def mail_context(server: str) -> str:
    """What the sealed password of a mail server is bound to."""
    return f"mail-server:{server}"


def _phone(phone: lines.Phone, key: Keyring) -> Phone:
    return Phone(phone.name, key.open(phone.secret, secret_context(phone.name)), Encryption(phone.encryption))


def _entity_id(settings: Settings) -> str:
    """A locally administered MAC address, the same at every start of this box."""
    digest = hashlib.sha256(str(settings.state.absolute()).encode()).digest()
    return ":".join(["02", *(f"{byte:02x}" for byte in digest[:5])])
