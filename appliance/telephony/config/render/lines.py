"""chan_dahdi.conf: rendered from the box's cards and lines by dahdi_conf, and laid beside the other files."""

from appliance.telephony.config.model import Site

FILE = "chan_dahdi.conf"


def render(site: Site) -> dict[str, str]:
    return {FILE: site.lines} if site.lines else {}
