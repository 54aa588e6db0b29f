"""Every kind that is described, by its name, and the areas they are shown in."""

from collections.abc import Mapping

from appliance.desk.settings.kinds import accounts, flows, lines, people, queues, recording, site
from appliance.desk.settings.model import Kind

_ALL = (
    queues.QUEUE,
    people.AGENT,
    people.BOX,
    lines.NUMBER_KIND,
    lines.TRUNK,
    lines.GROUP,
    lines.ROUTE,
    lines.CAP,
    lines.PLAN,
    lines.BLOCK,
    lines.PHONE,
    people.PAGE_GROUP,
    site.CODES_KIND,
    flows.CALENDAR,
    flows.CALLER_LIST,
    flows.SWITCH,
    flows.HOST,
    recording.POLICY,
    recording.CLASS,
    recording.DISK,
    recording.ANCHOR,
    recording.COPY,
    site.FAX,
    site.MAIL,
    site.SPEECH,
    site.PHRASES,
    site.POP,
    site.WEBHOOK,
    accounts.OPENID,
    accounts.LDAP,
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
AREAS = tuple(dict.fromkeys(kind.area for kind in _ALL))
