"""One mail handed to a mail server (RFC 5321), over TLS (RFC 8314) or STARTTLS (RFC 3207)."""

import smtplib
import ssl
from email.message import EmailMessage

from appliance.contact.voicemail.mail import MailServer, Security
from appliance.settings import Secret

LIMIT = 30.0
PERMANENT = 500


class MailRefusedError(Exception):
    """The server will never take this mail: trying again is no use."""


class MailDelayedError(Exception):
    """Not now: the server was not reached, is busy, or does not know us."""


def deliver(server: MailServer, password: Secret | None, mail: EmailMessage) -> None:
    """Return when the server has taken the mail; raises MailRefusedError or MailDelayedError.

    Without a proven certificate nothing is sent where TLS is asked for.
    """
    try:
        with _connected(server) as session:
            if server.user and password:
                session.login(server.user, password.reveal())
            session.send_message(mail)
    except smtplib.SMTPRecipientsRefused as fault:
        code, text = next(iter(fault.recipients.values()))
        raise _failed(code, text) from fault
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as fault:
        raise _failed(fault.smtp_code, fault.smtp_error) from fault
    except smtplib.SMTPResponseException as fault:
        raise MailDelayedError(f"{fault.smtp_code} {_text(fault.smtp_error)}") from fault
    except (smtplib.SMTPException, OSError) as fault:
        raise MailDelayedError(str(fault) or type(fault).__name__) from fault


def _connected(server: MailServer) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    if server.ca:
        trust.load_verify_locations(server.ca)
    if server.security == Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=LIMIT, context=trust)
    session = smtplib.SMTP(server.host, server.port, timeout=LIMIT)
    if server.security == Security.STARTTLS:
        try:
            session.starttls(context=trust)
        except BaseException:
            session.close()
            raise
    return session


def _failed(code: int, text: bytes | str) -> Exception:
    problem = f"{code} {_text(text)}"
    return MailRefusedError(problem) if code >= PERMANENT else MailDelayedError(problem)


def _text(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
