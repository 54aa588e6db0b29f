"""A simulated phone: registers its accounts and treats every call that reaches them in one way."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from drivers.simulated.sip.note import Kind
from drivers.simulated.sip.scenario import (
    SILENCE,
    TAG,
    Audio,
    Dialog,
    answer,
    await_cue,
    converse,
    fail,
    goto,
    hang_up,
    label,
    offer,
    receive,
    report,
    scenario,
    send,
    wait,
)

ACCOUNT, SECRET = "[field0]", "[field1]"
_USER = "[$user]"
_ENDS = (
    '<ereg regexp="sips?:([^@;]+)@" search_in="msg" assign_to="uri,user"/>'
    '<ereg regexp="[^ ].*" search_in="hdr" header="From:" assign_to="from"/>'
    '<ereg regexp="[^ ].*" search_in="hdr" header="To:" assign_to="to"/>'
)
_LAMP = (
    '<ereg regexp="sips?:([^@;]+)@" search_in="msg" assign_to="uri,user"/>'
    '<ereg regexp="Voice-Message: *([0-9]+/[0-9]+)" search_in="body" assign_to="summary,count"/>'
)
_DIALOG = Dialog(_USER, f"[$to];tag={TAG}", "[$from]", "[next_url]")
_LONGEST_RING_S = 120.0
_RETRY_MS = 2000


class Behaviour(StrEnum):
    """What a phone does with a call; `congested` is what a full trunk says, `redirects` points elsewhere."""

    ANSWERS = "answers"
    HANGS_UP_AT_ONCE = "hangs-up-at-once"
    NEVER_ANSWERS = "never-answers"
    BUSY = "busy"
    REJECTS = "rejects"
    CONGESTED = "congested"
    REDIRECTS = "redirects"


@dataclass(frozen=True, slots=True)
class Hold:
    """Puts the caller on hold (a re-INVITE with a=sendonly) `after` seconds, `seconds` long."""

    after: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Phone:
    """How phones of one kind behave. `ring` is the seconds before the answer, `talk` those until they hang up.

    `talk` None waits to be hung up on. `keys` are (cue, digits): at each cue the digits are pressed, by SIP INFO.
    A phone that answers and sends no audio has an `Audio` without a file. `elsewhere` is the user and host that one
    which redirects points to.
    """

    behaviour: Behaviour = Behaviour.ANSWERS
    ring: float = 1.0
    talk: float | None = None
    audio: Audio = SILENCE
    hold: Hold | None = None
    keys: tuple[tuple[str, str], ...] = ()
    elsewhere: str = ""


def phone_scenario(phone: Phone) -> str:
    """The SIPp scenario that receives calls, any number of them, one after another or at once."""
    ringing = receive(_ENDS, request="INVITE", rrs="true", start_txn="invite")
    told = receive(_LAMP, request="NOTIFY", optional="true", next="lamp")
    unused: tuple[str, ...] = ("uri", "summary")
    match phone.behaviour:
        case Behaviour.BUSY:
            call, unused = _refuse("486 Busy Here"), (*unused, "from", "to")
        case Behaviour.REJECTS:
            call, unused = _refuse("603 Decline"), (*unused, "from", "to")
        case Behaviour.CONGESTED:
            call, unused = _refuse("503 Service Unavailable"), (*unused, "from", "to")
        case Behaviour.REDIRECTS:
            call, unused = _refuse("302 Moved Temporarily", phone.elsewhere), (*unused, "from", "to")
        case Behaviour.NEVER_ANSWERS:
            call, unused = _never(), (*unused, "to")
        case _:
            call = _answering(phone)
    return scenario("phone", told, ringing, call, goto("over"), _lamp(), unused=unused)


def registration_scenario(refresh: float, expires: int) -> str:
    """One account (`[field0]`, secret `[field1]`) registered for `expires` seconds; over after `refresh` seconds.

    Run with as many SIPp users as there are accounts, each begins again as it ends: the refresh.
    """
    pause = f'<pause milliseconds="{round(refresh * 1000)}" next="end"/>\n'
    return scenario("registration", _register(expires), report(Kind.REGISTERED, ACCOUNT), pause, _not_registered())


def farewell_scenario() -> str:
    """One account's registration taken back (Expires: 0)."""
    return scenario("farewell", _register(0), report(Kind.UNREGISTERED, ACCOUNT), goto("end"), _not_registered())


def _refuse(status: str, elsewhere: str = "") -> str:
    refusal = send(answer(status, tag=True, user=_USER, elsewhere=elsewhere), retransmit=True, response_txn="invite")
    return refusal + receive(request="ACK") + report(Kind.REFUSED, _USER, status[:3])


def _lamp() -> str:
    """A message lamp (RFC 3842), told without having been asked for."""
    return label("lamp") + send(answer("200 OK")) + report(Kind.LAMP, _USER, "[$count]") + label("over")


def _ring() -> str:
    ringing = send(answer("180 Ringing", tag=True, user=_USER), response_txn="invite")
    return ringing + report(Kind.RINGING, _USER, "[$from]")


def _cancelled() -> str:
    terminated = send(answer("487 Request Terminated", tag=True, user=_USER), retransmit=True, response_txn="invite")
    return send(answer("200 OK")) + terminated + receive(request="ACK") + report(Kind.CANCELLED, _USER)


def _never() -> str:
    unavailable = answer("480 Temporarily Unavailable", tag=True, user=_USER)
    return (
        _ring()
        + receive(request="CANCEL", timeout=str(round(_LONGEST_RING_S * 1000)), ontimeout="unanswered")
        + _cancelled()
        + goto("end")
        + label("unanswered")
        + send(unavailable, retransmit=True, response_txn="invite")
        + receive(request="ACK")
        + report(Kind.UNANSWERED, _USER)
        + label("end")
    )


def _answering(phone: Phone) -> str:
    audio = phone.audio
    return (
        _ring()
        + receive(request="CANCEL", timeout=str(max(1, round(phone.ring * 1000))), ontimeout="answer")
        + _cancelled()
        + goto("end")
        + label("answer")
        + send(answer("200 OK", tag=True, user=_USER, body=offer(audio)), retransmit=True, response_txn="invite")
        + receive(request="CANCEL", optional="true", next="late")
        + receive(request="ACK", next="talking")
        + label("late")
        + send(answer("200 OK"))
        + receive(request="ACK")
        + label("talking")
        + report(Kind.ANSWERED, _USER)
        + _talk(phone)
        + label("hang-up")
        + audio.heard(_USER)
        + hang_up(_DIALOG, _USER, 103)
        + label("cleared")
        + send(answer("200 OK"))
        + audio.heard(_USER)
        + report(Kind.CLEARED, _USER)
        + label("end")
    )


def _talk(phone: Phone) -> str:
    if phone.behaviour is Behaviour.HANGS_UP_AT_ONCE:
        return goto("hang-up")
    talk = converse(phone.talk, phone.audio, _USER, over="hang-up", cleared="cleared", name="talk")
    return phone.audio.play() + _pressed(phone.keys) + (_held(phone.hold, phone.audio) if phone.hold else "") + talk


def _pressed(keys: tuple[tuple[str, str], ...]) -> str:
    cseq, parts = count(11), list[str]()
    for number, (cue, digits) in enumerate(keys):
        parts.append(
            await_cue(cue, _USER, _LONGEST_RING_S, then=f"keys{number}", late="hang-up", cleared="cleared")
            + "".join(_press(digit, next(cseq)) for digit in digits)
        )
    return "".join(parts)


def _press(digit: str, cseq: int) -> str:
    info = _DIALOG.request("INFO", cseq, f"Signal={digit}\nDuration=160\n", kind="application/dtmf-relay")
    return send(info, retransmit=True) + receive(response="200")


def _held(hold: Hold, audio: Audio) -> str:
    return (
        wait(round(hold.after * 1000), "hold", "cleared")
        + _reoffer(audio, "sendonly", 101)
        + report(Kind.HELD, _USER)
        + wait(round(hold.seconds * 1000), "resume", "cleared")
        + _reoffer(audio, "sendrecv", 102)
        + report(Kind.RESUMED, _USER)
    )


def _reoffer(audio: Audio, direction: str, cseq: int) -> str:
    return (
        send(_DIALOG.request("INVITE", cseq, offer(audio, direction)), retransmit=True)
        + receive(response="100", optional="true")
        + receive(response="200")
        + send(_DIALOG.request("ACK", cseq))
    )


def _register(expires: int) -> str:
    """REGISTER, with digest credentials once challenged (RFC 3261, section 22)."""
    limits = {"timeout": "4000", "ontimeout": "failed"}
    account = f"<sip:{ACCOUNT}@[remote_ip]>"
    server = Dialog(ACCOUNT, f"{account};tag={TAG}", account, "sip:[remote_ip]")
    credentials = f"[authentication username={ACCOUNT} password={SECRET}]"
    refusal = '<ereg regexp="[3-6][0-9][0-9]" search_in="msg" assign_to="status"/>'
    return (
        send(server.request("REGISTER", 1, extra=f"Expires: {expires}"), retransmit=True)
        + receive(response="200", optional="true", next="done", **limits)
        + receive(response="401", auth="true", **limits)
        + send(server.request("REGISTER", 2, extra=f"{credentials}\nExpires: {expires}"), retransmit=True)
        + receive(refusal, response="[3-6][0-9][0-9]", regexp_match="true", optional="true", next="refused", **limits)
        + receive(response="200", **limits)
        + label("done")
    )


def _not_registered() -> str:
    """The pause keeps a refused account from asking again at once."""
    return (
        label("refused")
        + report(Kind.REFUSED, ACCOUNT, "[$status]")
        + label("failed")
        + f'<pause milliseconds="{_RETRY_MS}"/>\n'
        + fail()
        + label("end")
    )
