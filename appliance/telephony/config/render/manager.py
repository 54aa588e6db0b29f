"""manager.conf: the account through which the engine mutes recordings and hears of lines, where ARI has no word."""

from appliance.telephony.config.model import Site
from appliance.telephony.config.render.section import file, section


def render(site: Site) -> dict[str, str]:
    return {
        "manager.conf": file(
            section(
                "general",
                [
                    ("enabled", "yes"),
                    ("webenabled", "no"),
                    ("bindaddr", site.ari.host),
                    ("port", site.ari.manager_port),
                    ("displayconnects", "no"),
                ],
            ),
            # MixMonitor is of class system, MixMonitorMute of class call; of events, those of hooks are of class call.
            section(
                site.ari.user,
                [
                    ("secret", site.ari.password.reveal()),
                    *_events(site),
                    ("write", _classes(site)),
                    ("writetimeout", 500),
                ],
            ),
        )
    }


def _events(site: Site) -> list[tuple[str, str]]:
    if site.telephones:
        return [("read", "system,call"), ("eventfilter", "Event: ((Span)?Alarm|Flash)")]
    return [("read", "system"), ("eventfilter", "Event: (Span)?Alarm")]


def _classes(site: Site) -> str:
    """Signalling is captured, and channels of DAHDI are let go, by commands alone; lines are tested by calls."""
    return "call,system,command,originate" if site.lines else "call,system,command"
