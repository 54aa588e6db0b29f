"""manager.conf: the account through which the engine mutes recordings, where ARI has no word for it."""

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
            # MixMonitor is of class system, MixMonitorMute of class call; nothing is told of events.
            section(
                site.ari.user, [("secret", site.ari.password.reveal()), ("write", "call,system"), ("writetimeout", 500)]
            ),
        )
    }
