"""What a mail about a message says, in the site's language, and what is attached to it."""

import tomllib
from dataclasses import dataclass
from datetime import tzinfo
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from importlib import resources

from appliance.contact.fax.model import Fax, State
from appliance.contact.voicemail.mail import Mail
from appliance.contact.voicemail.model import Message
from appliance.desk.contacts.model import clock

TYPES = {
    "wav": ("audio", "wav"),
    "mp3": ("audio", "mpeg"),
    "pdf": ("application", "pdf"),
    "tiff": ("image", "tiff"),
}


@dataclass(frozen=True, slots=True)
class Sound:
    """What is attached: `form` is wav, mp3, pdf or tiff."""

    form: str
    data: bytes


def letter(
    mail: Mail, message: Message, sender: str, language: str, zone: tzinfo, sound: Sound | None = None
) -> EmailMessage:
    """The mail; the same one each time it is tried, so that whoever gets it twice can tell."""
    said = _texts(language)
    values = {
        "caller": "".join(filter(str.isprintable, message.caller)) or said["unknown"],
        "box": message.box,
        "at": message.left_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
        "length": clock(message.duration_ms // 1000),
    }
    written = begun(mail, sender)
    written["Subject"] = said["subject"].format_map(values)
    written.set_content("\n".join([said["body"].format_map(values), said["attached" if sound else "kept"]]) + "\n")
    if sound:
        kind, form = TYPES[sound.form]
        name = f"message-{message.left_at.astimezone(zone):%Y%m%d-%H%M%S}.{sound.form}"
        written.add_attachment(sound.data, maintype=kind, subtype=form, filename=name)
    return written


def fax_letter(
    mail: Mail, fax: Fax, sender: str, language: str, zone: tzinfo, pages: Sound | None = None
) -> EmailMessage:
    """The mail that tells of a fax, with its pages if they are to go out."""
    said = _texts(language, "fax")
    other = "".join(filter(str.isprintable, fax.number)) or said["unknown"]
    at = fax.at.astimezone(zone)
    values = {
        "caller": f"{other} ({fax.station})" if fax.station else other,
        "box": fax.box,
        "at": at.strftime("%Y-%m-%d %H:%M:%S"),
        "pages": fax.pages,
    }
    broken = "broken" if fax.state is State.PARTIAL else "body"
    written = begun(mail, sender)
    written["Subject"] = said["subject"].format_map(values)
    lines = [said[broken].format_map(values), said["attached" if pages else "kept"].format_map({"fax": fax.id})]
    written.set_content("\n".join(lines) + "\n")
    if pages:
        kind, form = TYPES[pages.form]
        name = f"fax-{at:%Y%m%d-%H%M%S}.{pages.form}"
        written.add_attachment(pages.data, maintype=kind, subtype=form, filename=name)
    return written


def trial(mail: Mail, sender: str, language: str) -> EmailMessage:
    """A mail that only shows that mails arrive."""
    written, said = begun(mail, sender), _texts(language)
    written["Subject"] = said["trial"]
    written.set_content(said["trial"] + "\n")
    return written


def begun(mail: Mail, sender: str) -> EmailMessage:
    """A mail with what every one of ours has."""
    written = EmailMessage()
    written["From"], written["To"] = sender, mail.recipient
    written["Message-ID"] = f"<{mail.id}@{sender.partition('@')[2]}>"
    # RFC 3834: nobody's absence note is to answer a machine.
    written["Auto-Submitted"] = "auto-generated"
    written["Date"] = format_datetime(mail.created_at)
    return written


@cache
def _texts(language: str, about: str = "voicemail") -> dict[str, str]:
    file = resources.files("appliance").joinpath("texts", language, f"{about}.toml")
    texts: dict[str, str] = tomllib.loads(file.read_text("utf-8"))["mail"]
    return texts
