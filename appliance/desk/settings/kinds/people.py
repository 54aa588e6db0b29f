"""Agents, their boxes, and whom pages reach."""

from appliance.contact.agents.model import Agent
from appliance.contact.paging.model import ALL, Codec, PageGroup
from appliance.contact.voicemail.model import Attachment, Box, FaxAttachment, Missed
from appliance.desk.settings.kinds.making import Fields
from appliance.desk.settings.model import Field, Kind
from appliance.desk.settings.patterns import ADDRESS, EXTENSION, NUMBER

LANGUAGE = ("", "zh", "en")
NAME = r"[a-z0-9][a-z0-9_-]{0,39}"


def _agent() -> tuple[Field, ...]:
    of = Fields(Agent(""))
    of.group = "main"
    main = (
        of.text("name", longest=60),
        of.text("team", longest=40),
        of.one("phone", "phone"),
        of.truth("sign_in_with_phone"),
        of.choice("language", LANGUAGE),
        of.secret("pin", pattern=r"[0-9]{4,12}"),
    )
    of.group = "work"
    work = (
        of.levels("skills"),
        of.names("queues", "queue"),
        of.whole("lines", 1, 8),
        of.whole("capacity", 1, 8),
    )
    of.group = "out"
    return *main, *work, of.text("outbound_number", NUMBER), of.truth("hide_number")


def _box() -> tuple[Field, ...]:
    of = Fields(Box(""))
    of.group = "main"
    main = (
        of.one("agent", "agent"),
        of.one("queue", "queue"),
        of.choice("takes", Missed, many=True),
        of.one("greeting", "prompt", extra=("voicemail-greeting",), required=True),
        of.choice("language", LANGUAGE),
        of.whole("seconds", 1, 900, "s"),
    )
    of.group = "heard-by"
    heard = (
        of.text("number", r"[0-9]{1,12}"),
        of.secret("pin", pattern=r"[0-9]{4,12}"),
        of.truth("own_phone"),
        of.names("listeners", "agent"),
        of.names("phones", "phone"),
    )
    of.group = "mail"
    mail = (
        of.text("mail", ADDRESS),
        of.choice("attach", Attachment),
        of.choice("attach_fax", FaxAttachment),
    )
    return main + heard + mail


def _page_group() -> tuple[Field, ...]:
    of = Fields(PageGroup(""))
    of.group = "main"
    main = (
        of.text("number", r"[0-9]{1,6}"),
        of.names("phones", "phone", extra=(ALL,)),
        of.texts("callers", r"[A-Za-z0-9_.-]{1,40}"),
        of.truth("emergency"),
        of.whole("seconds", 1, 3600, "s"),
    )
    of.group = "multicast"
    return *main, *(
        of.texts("multicast", r"[0-9.]{7,15}:[0-9]{1,5}"),
        of.choice("codec", Codec),
        of.whole("ttl", 1, 255),
        of.text("source", r"[0-9.]{7,15}"),
        of.text("alert_info", r"[\x20-\x7e]{1,200}"),
    )  # fmt: skip


AGENT = Kind(
    "agent",
    "people",
    _agent(),
    key=EXTENSION,
    listed=("name", "team", "phone", "skills", "queues"),
    called="name",
    icon="headset",
)
BOX = Kind(
    "voicemail-box",
    "people",
    _box(),
    key=NAME,
    listed=("agent", "queue", "number", "mail"),
    icon="microphone",
)
PAGE_GROUP = Kind(
    "page-group", "phones", _page_group(), key=NAME, listed=("number", "phones", "emergency"), icon="volume"
)
