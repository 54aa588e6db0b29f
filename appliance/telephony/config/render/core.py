"""Asterisk itself: its folders, its log, its HTTP server and the account of our engine."""

from appliance.telephony.ari.streams import SHOWN
from appliance.telephony.ari.transmissions import SHOWN as OF_FAXES
from appliance.telephony.ari.values import DIVERTED, TRUNK
from appliance.telephony.config import places
from appliance.telephony.config.model import Site
from appliance.telephony.config.render.section import file, section


def render(site: Site) -> dict[str, str]:
    return {
        "asterisk.conf": _asterisk(site),
        "features.conf": _features(),
        "logger.conf": _logger(),
        "http.conf": _http(site),
        "ari.conf": _ari(site),
    }


def _asterisk(site: Site) -> str:
    return file(
        section(
            "directories",
            [
                ("astetcdir", places.CURRENT),
                ("astmoddir", places.MODULES),
                ("astvarlibdir", places.LIBRARY),
                ("astdbdir", places.MEMORY),
                ("astkeydir", places.LIBRARY),
                ("astdatadir", places.SOUNDS_DATA),
                ("astspooldir", places.SPOOL),
                ("astrundir", places.RUN),
                ("astlogdir", places.LOG),
            ],
        ),
        section(
            "options",
            [
                ("systemname", site.node),
                ("entityid", site.entity_id),
                ("defaultlanguage", site.language),
                ("transmit_silence", "yes"),
                ("live_dangerously", "no"),
                ("hideconnect", "yes"),
                ("nocolor", "yes"),
            ],
        ),
    )


def _features() -> str:
    """Asterisk would pick calls up by itself on *8, and refuse a phone that dials it for us."""
    return file(section("general", [("pickupexten", "")]))


def _logger() -> str:
    return file(
        section("general", [("dateformat", "%F %T.%3q"), ("use_callids", "yes"), ("queue_log", "no")]),
        section("logfiles", [("console", "notice,warning,error"), ("security.log", "security")]),
    )


def _http(site: Site) -> str:
    return file(
        section(
            "general",
            [
                ("enabled", "yes"),
                ("bindaddr", site.ari.host),
                ("bindport", site.ari.port),
                ("enable_static", "no"),
                ("enable_status", "no"),
            ],
        )
    )


def _ari(site: Site) -> str:
    return file(
        # The name of a line's channel does not tell its trunk.
        section(
            "general",
            [
                ("enabled", "yes"),
                ("pretty", "no"),
                ("channelvars", ",".join((*([TRUNK] if site.lines else []), DIVERTED, *SHOWN, *OF_FAXES))),
            ],
        ),
        section(
            site.ari.user,
            [
                ("type", "user"),
                ("read_only", "no"),
                ("password_format", "plain"),
                ("password", site.ari.password.reveal()),
            ],
        ),
    )
