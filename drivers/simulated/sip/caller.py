"""A simulated caller: dials a number, presses keys, talks, and hangs up or waits to be hung up on."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count

from drivers.simulated.sip import keys
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
    play,
    receive,
    report,
    scenario,
    send,
    wait,
)

_GAP_MS = 120
_REFUSAL = '<ereg regexp="[3-6][0-9][0-9]" search_in="msg" assign_to="status"/>'


class KeyMethod(StrEnum):
    """How a key travels: as an RTP event (RFC 4733) or in a SIP INFO request (application/dtmf-relay)."""

    RTP_EVENT = "rtp-event"
    SIP_INFO = "sip-info"


@dataclass(frozen=True, slots=True)
class Wait:
    """Listens for `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Press:
    """Presses each of `digits` (0-9, *, #, A-D) in turn."""

    digits: str
    method: KeyMethod = KeyMethod.RTP_EVENT


@dataclass(frozen=True, slots=True)
class Cue:
    """Listens until `Sipp.cue` gives the cue `name`; after `limit` seconds goes on, or hangs up with `give_up`."""

    name: str
    limit: float
    give_up: bool = False


Step = Wait | Press | Cue


@dataclass(frozen=True, slots=True)
class Caller:
    """One call. `talk` is the seconds after the last step until the caller hangs up; None waits to be hung up on.

    `number` and `caller` may be SIPp keywords ("[field0]"). A call that rings longer than `patience` seconds
    is cancelled. A call that was `diverted_by` a number says so (RFC 5806), or in its `history` (RFC 7044, 4458).
    `keys_folder` holds the key files (`keys.event_file`) under `keys.file_name`.
    """

    number: str
    caller: str
    audio: Audio = SILENCE
    steps: tuple[Step, ...] = ()
    talk: float | None = 10.0
    patience: float = 30.0
    keys_folder: str = ""
    diverted_by: str = ""
    history: bool = False


def caller_scenario(caller: Caller) -> str:
    """The SIPp scenario of one such call."""
    return _Writer(caller).scenario()


@dataclass(slots=True)
class _Writer:
    caller: Caller
    early: Dialog = field(init=False)
    dialog: Dialog = field(init=False)
    numbers: "count[int]" = field(default_factory=lambda: count(2))

    def __post_init__(self) -> None:
        who, number = self.caller.caller, self.caller.number
        local, remote = f"<sip:{who}@[local_ip]:[local_port]>;tag={TAG}", f"<sip:{number}@[remote_ip]>"
        self.early = Dialog(who, local, remote, f"sip:{number}@[remote_ip]:[remote_port]")
        self.dialog = replace(self.early, remote=f"{remote}[peer_tag_param]", target="[next_url]")

    def scenario(self) -> str:
        who, audio = self.caller.caller, self.caller.audio
        return scenario(
            "caller",
            self._invite(),
            audio.play(),
            *(self._step(step) for step in self.caller.steps),
            converse(self.caller.talk, audio, who, over="hang-up", cleared="cleared", name="talk"),
            label("hang-up"),
            audio.heard(who),
            hang_up(self.dialog, who, next(self.numbers)),
            label("cleared"),
            send(answer("200 OK")),
            audio.heard(who),
            report(Kind.CLEARED, who),
            goto("end"),
            self._refused(),
            self._gave_up(),
            label("end"),
        )

    def _invite(self) -> str:
        patience = {"timeout": str(round(self.caller.patience * 1000)), "ontimeout": "give-up"}
        invite = self.early.request("INVITE", 1, offer(self.caller.audio), extra=self._diversion())
        return (
            send(invite, retransmit=True)
            + report(Kind.PLACED, self.caller.caller)
            + "".join(receive(response=code, optional="true", **patience) for code in ("100", "180", "183"))
            + receive(
                _REFUSAL, response="[3-6][0-9][0-9]", regexp_match="true", optional="true", next="refused", **patience
            )
            + receive(response="200", rrs="true", **patience)
            + send(self.dialog.request("ACK", 1))
            + report(Kind.ANSWERED, self.caller.caller)
        )

    def _diversion(self) -> str:
        by, number = self.caller.diverted_by, self.caller.number
        if by and self.caller.history:
            first, then = f"<sip:{by}@[remote_ip]>;index=1", f"<sip:{number}@[remote_ip];cause=302>;index=1.1"
            return f"History-Info: {first}\nHistory-Info: {then}"
        return f"Diversion: <sip:{by}@[remote_ip]>;reason=unconditional" if by else ""

    def _step(self, step: Step) -> str:
        if isinstance(step, Wait):
            return self._wait(round(step.seconds * 1000))
        if isinstance(step, Cue):
            then = f"step{next(self.numbers)}"
            late = "hang-up" if step.give_up else then
            return await_cue(step.name, self.caller.caller, step.limit, then=then, late=late, cleared="cleared")
        press = self._by_rtp if step.method is KeyMethod.RTP_EVENT else self._by_info
        return "".join(press(digit) for digit in step.digits)

    def _wait(self, milliseconds: int) -> str:
        return wait(milliseconds, f"step{next(self.numbers)}", "cleared")

    def _by_rtp(self, digit: str) -> str:
        file = f"{self.caller.keys_folder}/{keys.file_name(digit)}"
        press = play(f"{file},1,{keys.PAYLOAD_TYPE},{keys.PLAYED_AS}")
        return press + self._wait(keys.PRESS_MS + 2 * keys.PACKET_MS) + self.caller.audio.play() + self._wait(_GAP_MS)

    def _by_info(self, digit: str) -> str:
        body = f"Signal={digit}\nDuration=160\n"
        info = self.dialog.request("INFO", next(self.numbers), body, kind="application/dtmf-relay")
        return send(info, retransmit=True) + receive(response="200") + self._wait(_GAP_MS)

    def _refused(self) -> str:
        return (
            label("refused")
            + send(self._refusal_ack())
            + report(Kind.REFUSED, self.caller.caller, "[$status]")
            + fail()
        )

    def _gave_up(self) -> str:
        return (
            label("give-up")
            + send(self.early.request("CANCEL", 1), retransmit=True)
            + receive(response="200")
            + receive(response="487", timeout="5000")
            + send(self._refusal_ack())
            + report(Kind.CANCELLED, self.caller.caller)
        )

    def _refusal_ack(self) -> str:
        return replace(self.early, remote=self.dialog.remote).request("ACK", 1)
