"""Rules of which a site has one: codes at a phone, faxes, mail, transcripts; phrases, screen pops and webhooks."""

from appliance.contact.codes.model import CODES, REASONS
from appliance.contact.speech.model import Listening, PhraseList, Side, SpeechRule
from appliance.desk.crm import model as crm
from appliance.desk.settings.kinds.making import Fields
from appliance.desk.settings.model import Field, Kind
from appliance.desk.settings.patterns import ADDRESS, HOST, HOURS, KEY, LONGEST_CA, PEM
from appliance.desk.telling import model as telling
from appliance.desk.telling.events import TOLD

LONGEST_URL = 700


def _codes() -> tuple[Field, ...]:
    of = Fields({"codes": {action.value: code for action, code in CODES.items()}, "reasons": dict(REASONS)})
    return of.pairs("codes", longest=8), of.pairs("reasons", r"[0-9]{1,3}", longest=40)


def _fax() -> tuple[Field, ...]:
    of = Fields({"most": 2, "kept": 1, "tries": 5, "spacing": 300})
    return (
        of.text("station", r"[+0-9 ]{1,20}"),
        of.text("header", r"[\x20-\x7e]{1,50}", longest=50),
        of.whole("most", 0, 60),
        of.whole("kept", 0, 1000),
        of.whole("tries", 1, 50),
        of.whole("spacing", 10, 86_400, "s"),
        of.text("hours", HOURS),
    )


def _mail() -> tuple[Field, ...]:
    of = Fields({"port": 587, "security": "starttls"})
    return (
        of.text("host", HOST, required=True),
        of.whole("port", 1, 65_535),
        of.choice("security", ("starttls", "tls", "none")),
        of.text("user"),
        of.secret("password"),
        of.text("sender", ADDRESS, required=True),
        of.text("ca"),
    )


def _speech() -> tuple[Field, ...]:
    of = Fields(SpeechRule())
    return of.truth("automatic"), of.whole("threads", 1, 16), of.decimal("most_load", 0.1, 1000)


def _phrases() -> tuple[Field, ...]:
    of = Fields(PhraseList(""))
    return (
        of.texts("phrases", required=True),
        of.choice("kind", Listening),
        of.choice("side", ("", *Side)),
        of.choice("language", ("", "zh", "en")),
        of.whole("within", 0, 3600, "s"),
    )


def _pop() -> tuple[Field, ...]:
    of = Fields(crm.ScreenPop("", "", ""))
    return (
        of.text("title", longest=60),
        of.text("url", crm.URL, required=True, longest=LONGEST_URL),
        of.names("queues", "queue"),
        of.choice("opens", crm.Opens),
        of.truth("numbers"),
    )


def _webhook() -> tuple[Field, ...]:
    of = Fields(telling.Webhook("", ""))
    return (
        of.truth("on"),
        of.text("url", telling.URL, required=True, longest=LONGEST_URL),
        of.choice("kinds", TOLD, many=True),
        of.truth("numbers"),
        of.secret("secret", pattern=r"whsec_[A-Za-z0-9+/]{32,86}={0,2}", longest=100),
        of.text("ca", PEM, longest=LONGEST_CA),
    )


CODES_KIND = Kind("feature-codes", "phones", _codes(), only="box", icon="dialpad")
FAX = Kind("fax-rule", "site", _fax(), only="box", icon="send")
MAIL = Kind("mail-server", "site", _mail(), only="box", icon="send")
SPEECH = Kind("speech", "site", _speech(), only="box", icon="language")
PHRASES = Kind("phrase-list", "site", _phrases(), key=KEY, listed=("kind", "phrases"), icon="flag")
WEBHOOK = Kind("webhook", "site", _webhook(), key=telling.NAME, listed=("url", "kinds"), icon="webhook")
POP = Kind("screen-pop", "site", _pop(), key=KEY, listed=("title", "url", "queues"), called="title", icon="world")
