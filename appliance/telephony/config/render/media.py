"""What callers hear besides people, and the ports it travels on."""

from appliance.telephony.config import places
from appliance.telephony.config.model import Site
from appliance.telephony.config.render.section import file, section

_TONES = {
    "cn": (
        ("description", "China"),
        ("ringcadence", "1000,4000"),
        ("dial", "450"),
        ("busy", "450/350,0/350"),
        ("ring", "450/1000,0/4000"),
        ("congestion", "450/700,0/700"),
        ("callwaiting", "450/400,0/4000"),
        ("dialrecall", "450"),
        ("record", "950/400,0/10000"),
        ("info", "450/100,0/100,450/100,0/100,450/100,0/100,450/400,0/400"),
        ("stutter", "450+425"),
    ),
    "us": (
        ("description", "United States / North America"),
        ("ringcadence", "2000,4000"),
        ("dial", "350+440"),
        ("busy", "480+620/500,0/500"),
        ("ring", "440+480/2000,0/4000"),
        ("congestion", "480+620/250,0/250"),
        ("callwaiting", "440/300,0/10000"),
        ("dialrecall", "!350+440/100,!0/100,!350+440/100,!0/100,!350+440/100,!0/100,350+440"),
        ("record", "1400/500,0/15000"),
        ("info", "!950/330,!1400/330,!1800/330,0"),
        ("stutter", "!350+440/100,!0/100,!350+440/100,!0/100,!350+440/100,!0/100,350+440"),
    ),
}
TONE_ZONES = tuple(_TONES)


def render(site: Site) -> dict[str, str]:
    """Tones are those of ITU-T E.180 supplement 2."""
    zones = [section(zone, pairs) for zone, pairs in _TONES.items()]
    return {
        "rtp.conf": file(
            section("general", [("rtpstart", site.sip.rtp_first), ("rtpend", site.sip.rtp_last), ("icesupport", "yes")])
        ),
        # Fax over IP takes of the same ports as speech: a firewall knows one range.
        "udptl.conf": file(section("general", [("udptlstart", site.sip.rtp_first), ("udptlend", site.sip.rtp_last)])),
        "musiconhold.conf": file(*(_music(*item) for item in _classes(site).items())),
        "indications.conf": file(section("general", [("country", site.tone_zone)]), *zones),
    }


def _classes(site: Site) -> dict[str, str]:
    """Folders by class; the built-in class stays unless there is one of that name."""
    return {"default": places.MUSIC} | {item.name: item.folder for item in site.music}


def _music(name: str, folder: str) -> str:
    return section(name, [("mode", "files"), ("directory", folder), ("sort", "alpha")])
