"""The pieces of SIPp scenarios: messages sent and awaited, audio, notes, and the two ways a conversation ends."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from drivers.simulated.sip import keys, note
from drivers.simulated.sip.g711 import Law

_VIA = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK[run][call_number]x{branch};rport"
_CONTACT = "Contact: <sip:{user}@[local_ip]:[local_port];transport=[transport]>"
_ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY"
_CRYPTO = "a=crypto:[cryptotag1audio] [cryptosuiteaescm128sha1801audio] inline:[cryptokeyparams1audio]"
TAG = "[run]n[call_number]"
_FOREVER_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Audio:
    """What a simulated person says, over and over: a WAV file's path as SIPp sees it; empty says nothing.

    `secure` encrypts it (SDES, RFC 4568); `listen` counts what comes back, at the cost of reading every packet;
    `law` is the only one that is spoken and understood.
    """

    file: str = ""
    secure: bool = False
    listen: bool = True
    law: Law = Law.A

    def play(self) -> str:
        return play(f"{self.file},-1,{self.law.codec}") if self.file else ""

    def heard(self, who: str) -> str:
        """Notes the packets and keys that arrived."""
        if not self.listen:
            return ""
        return (
            '<nop hide="true"><action><rtp_stats assign_to="heard"/>'
            f'<rtp_dtmf assign_to="keys" payload_type="{keys.PAYLOAD_TYPE}"/>'
            f"<log message={quoteattr(note.line(note.Kind.HEARD, who, '[$heard] [$keys]'))}/></action></nop>\n"
        )


SILENCE = Audio()


@dataclass(frozen=True, slots=True)
class Dialog:
    """How one side of a call names the two ends in its own requests, in SIPp's keywords.

    `[run]` is a keyword that the runner sets, different in each run: process numbers repeat inside sandboxes.
    """

    user: str
    local: str
    remote: str
    target: str

    def request(self, method: str, cseq: int, body: str = "", *, kind: str = "application/sdp", extra: str = "") -> str:
        """A request with the number `cseq`; a CANCEL and the ACK of a refusal repeat their INVITE's branch."""
        branch = f"{cseq}a" if method == "ACK" and self.target == "[next_url]" else str(cseq)
        lines = [
            f"{method} {self.target} SIP/2.0",
            _VIA.format(branch=branch),
            "Max-Forwards: 70",
            f"From: {self.local}",
            f"To: {self.remote}",
            "Call-ID: [call_id]",
            f"CSeq: {cseq} {method}",
            _CONTACT.format(user=self.user),
            _ALLOW,
            *([extra] if extra else []),
        ]
        return _message(lines, body, kind)


def answer(status: str, *, tag: bool = False, user: str = "", body: str = "", elsewhere: str = "") -> str:
    """A response to the request received last; `tag` adds ours to a To header that has none yet.

    `elsewhere` is the contact to try instead of this one.
    """
    mark = f";tag={TAG}" if tag else ""
    lines = [f"SIP/2.0 {status}", "[last_Via:]", "[last_From:]", f"[last_To:]{mark}", "[last_Call-ID:]", "[last_CSeq:]"]
    contact = f"Contact: <sip:{elsewhere}>" if elsewhere else _CONTACT.format(user=user)
    lines += [contact, _ALLOW] if user else []
    return _message(lines, body, "application/sdp")


def offer(audio: Audio, direction: str = "sendrecv") -> str:
    """A session description (RFC 4566): G.711 and telephone events (RFC 4733), 20 ms a packet."""
    profile, crypto = ("RTP/SAVP", [_CRYPTO]) if audio.secure else ("RTP/AVP", [])
    events = keys.PAYLOAD_TYPE
    lines = [
        "v=0",
        "o=simulated 1 [cseq] IN IP4 [local_ip]",
        "s=-",
        "c=IN IP4 [media_ip]",
        "t=0 0",
        f"m=audio [rtpstream_audio_port] {profile} {audio.law.payload} {events}",
        *crypto,
        f"a=rtpmap:{audio.law.payload} {audio.law.sdp}/8000",
        f"a=rtpmap:{events} telephone-event/8000",
        f"a=fmtp:{events} 0-15",
        "a=ptime:20",
        f"a={direction}",
    ]
    return "\n".join(lines)


def scenario(name: str, *parts: str, unused: tuple[str, ...] = ()) -> str:
    """A whole scenario; SIPp refuses a variable that is set and never read unless it is listed in `unused`."""
    reference = f'<Reference variables="{",".join(unused)}"/>\n' if unused else ""
    return f'<?xml version="1.0"?>\n<scenario name="{name}">\n{"".join(parts)}{reference}</scenario>\n'


def send(message: str, *, retransmit: bool = False, **attributes: str) -> str:
    """Sends a message; `retransmit` repeats it over UDP until it is answered (RFC 3261, T1 500 ms)."""
    if retransmit:
        attributes["retrans"] = "500"
    return f"<send{_written(attributes)}><![CDATA[\n{message}\n]]></send>\n"


def receive(actions: str = "", **attributes: str) -> str:
    """Waits for `request` or `response`."""
    inside = f"><action>{actions}</action></recv>" if actions else "/>"
    return f"<recv{_written(attributes)}{inside}\n"


def label(name: str) -> str:
    """A place that others jump to."""
    return f'<label id="{name}"/>\n'


def goto(name: str) -> str:
    """Goes on at a label."""
    return f'<nop hide="true" next="{name}"/>\n'


def report(kind: note.Kind, who: str, detail: str = "") -> str:
    """Notes a step (see `note`)."""
    return f'<nop hide="true"><action><log message={quoteattr(note.line(kind, who, detail))}/></action></nop>\n'


def play(what: str) -> str:
    """Starts SIPp's audio player: file, times, payload type, format."""
    return f'<nop hide="true"><action><exec rtp_stream="{what}"/></action></nop>\n'


def fail() -> str:
    """Ends the call as failed."""
    return '<nop hide="true"><action><exec int_cmd="stop_call"/></action></nop>\n'


def wait(milliseconds: int, then: str, cleared: str) -> str:
    """Goes on to `then` after the time, or to `cleared` as soon as the far end hangs up."""
    return receive(request="BYE", next=cleared, timeout=str(max(1, milliseconds)), ontimeout=then) + label(then)


def await_cue(name: str, who: str, seconds: float, *, then: str, late: str, cleared: str) -> str:
    """Goes on to `then` at the cue (see `cues`), to `late` when it does not come in time."""
    limits = {"timeout": str(max(1, round(seconds * 1000))), "ontimeout": late}
    return (
        report(note.Kind.AWAITING, who, name)
        + receive(request="BYE", optional="true", next=cleared, **limits)
        + receive(request="MESSAGE", **limits)
        + label(then)
    )


def converse(seconds: float | None, audio: Audio, user: str, *, over: str, cleared: str, name: str) -> str:
    """Talks until the far end hangs up (`cleared`) or `seconds` are over (`over`), accepting new offers meanwhile."""
    limit = str(_FOREVER_MS if seconds is None else max(1, round(seconds * 1000)))
    return (
        label(name)
        + receive(request="INVITE", optional="true", next=f"{name}-offer", timeout=limit, ontimeout=over)
        + receive(request="BYE", next=cleared, timeout=limit, ontimeout=over)
        + label(f"{name}-offer")
        + send(answer("200 OK", user=user, body=offer(audio)), retransmit=True)
        + receive(request="ACK", next=name)
    )


def hang_up(dialog: Dialog, who: str, cseq: int) -> str:
    """Our BYE and its answer; a BYE that crosses it is answered too."""
    return (
        send(dialog.request("BYE", cseq), retransmit=True)
        + receive(request="BYE", optional="true", next="crossed", timeout="5000", ontimeout="gone")
        + receive(response="200", timeout="5000", ontimeout="gone")
        + label("gone")
        + report(note.Kind.HUNG_UP, who)
        + goto("end")
        + label("crossed")
        + send(answer("200 OK"))
        + goto("gone")
    )


def _message(lines: list[str], body: str, kind: str) -> str:
    head = [*lines, f"Content-Type: {kind}", "Content-Length: [len]"] if body else [*lines, "Content-Length: 0"]
    return "\n".join([*head, "", body])


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
