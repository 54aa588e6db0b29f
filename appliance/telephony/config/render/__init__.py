"""A site as the text of every file that Asterisk reads; the same site gives the same bytes."""

from appliance.telephony.config.model import Site
from appliance.telephony.config.render import core, dialplan, lines, manager, media, modules, pjsip, silent


def render(site: Site) -> dict[str, str]:
    """File name -> text, sorted by name. The site must have passed `verify`; raises BrokenLineError otherwise."""
    files = (
        core.render(site)
        | modules.render(site)
        | lines.render(site)
        | pjsip.render(site)
        | manager.render(site)
        | media.render(site)
        | dialplan.render(site)
        | silent.render()
    )
    return dict(sorted(files.items()))
