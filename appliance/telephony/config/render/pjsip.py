"""pjsip.conf: transports, carriers and phones."""

from collections.abc import Iterator

from appliance.telephony.config import places
from appliance.telephony.config.model import Browser, Certificates, Encryption, Phone, Site, Trunk
from appliance.telephony.config.render.section import Pairs, file, section

VOICEMAIL = "*97"
"""What a phone dials to hear its messages."""
TRUNK_SILENCE_SECONDS = 120
PHONE_SILENCE_SECONDS = 60
BROWSER_SILENCE_SECONDS = 5
"""A browser sends all the time, also when it is muted: silence means that its page, or its network, is gone."""
HOLD_SILENCE_SECONDS = 3600
T38_DATAGRAM = 400


def render(site: Site) -> dict[str, str]:
    parts = [*_global(), *_transports(site)]
    for trunk in site.trunks:
        parts += _trunk(trunk, site)
    for phone in site.phones:
        parts += _phone(phone, site)
    for browser in site.browsers:
        parts += _browser(browser, site)
    return {"pjsip.conf": file(*parts), "sorcery.conf": _sorcery()}


def _sorcery() -> str:
    """Passwords of browsers are put into memory by the engine, beside those that are written."""
    return file(section("res_pjsip", [("auth", "config,pjsip.conf,criteria=type=auth"), ("auth", "memory")]))


def _global() -> Iterator[str]:
    yield section(
        "global",
        [
            ("type", "global"),
            ("user_agent", "Callstead"),
            ("default_realm", "callstead"),
            ("endpoint_identifier_order", "username,ip"),
            ("ignore_uri_user_options", "yes"),
            ("keep_alive_interval", 30),
        ],
    )


def _transports(site: Site) -> Iterator[str]:
    sip = site.sip
    # It listens nowhere by itself: browsers come in by Asterisk's HTTP server, over nginx.
    yield section("ws", [("type", "transport"), ("protocol", "ws"), ("bind", site.ari.host)])
    yield section("udp", _listen("udp", sip.address, sip.udp_port))
    yield section("tcp", _listen("tcp", sip.address, sip.tcp_port))
    if site.certificates:
        secure = _listen("tls", sip.address, sip.tls_port)
        yield section("tls", [*secure, *_certificates(site.certificates)])


def _listen(protocol: str, address: str, port: int) -> list[tuple[str, str | int]]:
    host = f"[{address}]" if ":" in address else address
    return [("type", "transport"), ("protocol", protocol), ("bind", f"{host}:{port}")]


def _certificates(certificates: Certificates) -> Pairs:
    return [
        ("method", "tlsv1_2"),
        ("ca_list_file", certificates.ca),
        ("cert_file", certificates.cert),
        ("priv_key_file", certificates.key),
    ]


def _trunk(trunk: Trunk, site: Site) -> Iterator[str]:
    # Identified by address alone: an endpoint without a password must not be found by the name a caller gives.
    yield section(
        trunk.name,
        [
            ("type", "endpoint"),
            ("context", "from-trunk"),
            ("identify_by", "ip"),
            *_audio(trunk.codecs, site),
            ("allow_transfer", "no"),
            ("dtmf_mode", "auto"),
            ("allow_subscribe", "no"),
            ("trust_id_inbound", "yes"),
            # A withheld number is for the carrier to know and to keep from the called party (RFC 3325, section 7).
            ("trust_id_outbound", "yes"),
            ("send_pai", "yes"),
            ("send_connected_line", "no"),
            # Redundancy is what every T.38 gateway reads; a packet may be lost without loss to the page.
            ("t38_udptl", "yes"),
            ("t38_udptl_ec", "redundancy"),
            ("t38_udptl_maxdatagram", T38_DATAGRAM),
            ("rtp_symmetric", "yes"),
            ("force_rport", "yes"),
            ("rtp_timeout", TRUNK_SILENCE_SECONDS),
            ("rtp_timeout_hold", HOLD_SILENCE_SECONDS),
            *([("aors", trunk.name)] if trunk.host else []),
        ],
    )
    if trunk.match:
        yield section(
            trunk.name,
            [("type", "identify"), ("endpoint", trunk.name), *(("match", source) for source in trunk.match)],
        )
    if trunk.host:
        contact = f"sip:{trunk.host}"
        yield section(trunk.name, [("type", "aor"), ("contact", contact), ("qualify_frequency", trunk.qualify_seconds)])


def _phone(phone: Phone, site: Site) -> Iterator[str]:
    yield section(
        phone.name,
        [
            ("type", "endpoint"),
            ("context", "from-phone"),
            ("identify_by", "username"),
            ("auth", phone.name),
            ("aors", phone.name),
            ("callerid", f"<{phone.name}>"),
            *_audio(phone.codecs, site),
            # The phone's transfer button is told to the engine; Asterisk moves nothing by itself.
            ("allow_transfer", "yes"),
            ("set_var", "PJSIP_TRANSFER_HANDLING()=ari-only"),
            *_encryption(phone.encryption),
            *_lamp(phone),
            ("dtmf_mode", "auto_info"),
            ("rtp_symmetric", "yes"),
            ("force_rport", "yes"),
            ("rewrite_contact", "yes"),
            ("device_state_busy_at", 1),
            ("rtp_timeout", PHONE_SILENCE_SECONDS),
            ("rtp_timeout_hold", HOLD_SILENCE_SECONDS),
        ],
    )
    yield section(
        phone.name,
        [
            ("type", "auth"),
            ("auth_type", "userpass"),
            ("username", phone.name),
            ("password", phone.secret.reveal()),
        ],
    )
    yield section(
        phone.name,
        [
            ("type", "aor"),
            ("mailboxes", places.MAILBOX.format(phone.name)),
            ("voicemail_extension", VOICEMAIL),
            ("max_contacts", phone.max_contacts),
            ("remove_existing", "yes"),
            ("minimum_expiration", 60),
            ("default_expiration", 300),
            ("maximum_expiration", 600),
            ("qualify_frequency", phone.qualify_seconds),
        ],
    )


def _browser(browser: Browser, site: Site) -> Iterator[str]:
    """DTLS-SRTP with a certificate that Asterisk makes for the account, ICE, one port for all (RFC 8827, 8834)."""
    yield section(
        browser.name,
        [
            ("type", "endpoint"),
            ("context", "from-phone"),
            ("identify_by", "username"),
            ("auth", browser.name),
            ("aors", browser.name),
            ("callerid", f"<{browser.name}>"),
            *_audio(browser.codecs, site),
            ("webrtc", "yes"),
            # So the account is known to be gone as soon as its WebSocket is.
            ("rewrite_contact", "yes"),
            ("allow_transfer", "no"),
            ("allow_subscribe", "no"),
            ("dtmf_mode", "rfc4733"),
            ("device_state_busy_at", 1),
            ("rtp_timeout", BROWSER_SILENCE_SECONDS),
            ("rtp_timeout_hold", HOLD_SILENCE_SECONDS),
        ],
    )
    yield section(
        browser.name,
        [
            ("type", "aor"),
            ("max_contacts", 1),
            ("remove_existing", "yes"),
            ("minimum_expiration", 60),
            ("default_expiration", 300),
            ("maximum_expiration", 600),
        ],
    )


def _lamp(phone: Phone) -> Pairs:
    """The only event package that Asterisk has is the message lamp (RFC 3842); a phone may ask for it or not."""
    return [
        ("allow_subscribe", "yes"),
        ("mailboxes", places.MAILBOX.format(phone.name)),
        ("mwi_subscribe_replaces_unsolicited", "yes"),
    ]


def _audio(codecs: tuple[str, ...], site: Site) -> Pairs:
    return [
        ("disallow", "all"),
        ("allow", ",".join(codecs)),
        ("language", site.language),
        ("tone_zone", site.tone_zone),
        ("direct_media", "no"),
        ("allow_overlap", "no"),
        ("set_var", "FRAME_SEQUENCE()=continuous"),
    ]


def _encryption(encryption: Encryption) -> Pairs:
    if encryption is Encryption.OFF:
        return [("media_encryption", "no")]
    if encryption is Encryption.PREFERRED:
        return [("media_encryption", "sdes"), ("media_encryption_optimistic", "yes")]
    return [("media_encryption", "sdes"), ("transport", "tls"), ("set_var", "TLS_ONLY=1")]
