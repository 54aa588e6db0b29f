"""Between the centre's words and ARI's: commands become requests, events become reports."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from appliance.contact.calls import commands as the
from appliance.contact.calls.model import Role, of_browser
from appliance.contact.calls.outages import Reason
from appliance.contact.calls.recovery import SeenChannel
from appliance.daemons.engine.audio import LINE, audio
from appliance.daemons.engine.centre import Centre
from appliance.daemons.engine.dictations import Dictations
from appliance.daemons.engine.endpoints import SIP, Endpoints
from appliance.daemons.engine.faxes import fax_requests
from appliance.daemons.engine.hearings import Hearings
from appliance.daemons.engine.listenings import Listenings
from appliance.daemons.engine.missing import MissingPrompts
from appliance.daemons.engine.monitors import OF_A_RECORDING, Monitors
from appliance.daemons.engine.paged import LEG, SOUND_OF, paged
from appliance.daemons.engine.refused import RefusedLegs
from appliance.daemons.engine.resting import RestingLines
from appliance.daemons.engine.waiting_sounds import heard
from appliance.desk.people.masking import masked
from appliance.node.alarms.ports import Alarms
from appliance.node.lines.model import Stuck
from appliance.settings import Asterisk
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.codec import Request
from appliance.telephony.ari.picture import Picture

logger = logging.getLogger(__name__)

EVENTS = (
    "StasisStart",
    "ChannelCreated",
    "ChannelStateChange",
    "ChannelDestroyed",
    "ChannelHangupRequest",
    "Dial",
    "ChannelDtmfReceived",
    "ChannelHold",
    "ChannelUnhold",
    "ChannelTransfer",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
    "PeerStatusChange",
    "ContactStatusChange",
)
"""What `on_event` reads; Asterisk keeps all else to itself."""
OUTSIDE = "outside"
FAXED = ("faxed",)
TRANSFERRED, DECLINED = "channel_answered", "channel_declined"
UNREACHABLE = 20
NO_CIRCUIT = 34
UNSPECIFIED = 31
LINES = "DAHDI/g"
"""Begins what dials a free line of a group, the lowest first: carriers hunt from the other end."""
TRUNK_CONTEXTS = frozenset({"from-trunk", "from-lines", "from-lines-other", "from-pbx", "inbound", "fallback"})
SILENT_TRUNK = "trunk-unreachable"
FIRST_ANSWERS = timedelta(seconds=10)
"""Before that nobody knows whether trunks answer."""
MESSAGES = "message/"
"""The folder of messages, below that of what is recorded at phones."""


class MediaNode:
    """One Asterisk as the centre's media node. `run_input` runs a report as one input of the engine."""

    def __init__(
        self,
        settings: Asterisk,
        run_input: Callable[..., None],
        alarms: Alarms,
        missing: MissingPrompts,
    ) -> None:
        self._settings, self._input, self._alarms, self._missing = settings, run_input, alarms, missing
        self._to_dial: dict[str, the.Ring | the.RingOut | the.Summon | the.Multicast] = {}
        self._causes: dict[str, int] = {}
        self.monitors = Monitors(settings, alarms)
        self.centre: Centre
        self.listenings: Listenings | None = None
        self.client: AriClient
        self.dictations = Dictations(lambda: self.client, settings.app, self._endpoint)
        self.resting = RestingLines(lambda command: self.deliver([command]), self._rings)
        self.refused = RefusedLegs(lambda: self.client)
        self.hearings = Hearings(lambda: self.client, settings.app, self._endpoint)
        self.fax_over: Callable[[str, str], None] = lambda channel, told: None

    def deliver(self, commands: Sequence[the.Command]) -> None:
        """Send commands in order; a dead node loses them, the next reconciliation repairs what follows."""
        for command in commands:
            if isinstance(command, the.Play) and not command.prompts:
                asyncio.get_running_loop().call_soon(self._input, self.centre.calls.played, command.playback)
                continue
            for request in self._requests(command):
                self.client.send(request).add_done_callback(partial(self._answered, command))

    def _requests(self, command: the.Command) -> Iterable[Request]:
        match command:
            case the.Answer(channel):
                return (ari.answer(channel),)
            case the.Play(channel, run, prompts, language):
                self._missing.look(command)
                return (ari.play(channel, run, [SOUND_OF.format(prompt) for prompt in prompts], language),)
            case the.StopPlay(run):
                return (ari.stop_playback(run),)
            case the.StartMusic() | the.StopMusic() | the.StartRinging() | the.StartTone() | the.StopTone():
                return (heard(command),)
            case the.Ring():
                return (self._leg_in(command),)
            case the.RingOut():
                return (self._leg_out(command),)
            case the.Join(bridge, channels):
                return (ari.create_bridge(bridge), ari.add_to_bridge(bridge, channels))
            case the.Part(bridge, channel):
                return (ari.remove_from_bridge(bridge, (channel,)),)
            case the.DropBridge(bridge):
                return (ari.destroy_bridge(bridge),)
            case the.Record(channel, muted):
                self.monitors.record(channel, muted=muted)
                return ()
            case the.HearAgain(channel):
                self.monitors.hear(channel)
                return ()
            case the.TakeDown(channel, name, seconds):
                return (ari.take_down(channel, MESSAGES + name, seconds),)
            case the.StopTaking(name):
                return (ari.stop_recording(MESSAGES + name),)
            case the.ListenForFax() | the.ReceiveFax() | the.SendFax():
                return fax_requests(command)
            case the.TellTransfer(channel, done):
                return (ari.transfer_progress(channel, TRANSFERRED if done else DECLINED),)
            case the.HangUp(channel, cause):
                self._to_dial.pop(channel, None)
                return (ari.hangup(channel, cause),)
            case the.Summon() | the.Multicast():
                self._to_dial[command.channel] = command
                return paged(command, self._settings.app, Endpoints(self.centre.directory))
            case _:
                return paged(command, self._settings.app, Endpoints(self.centre.directory))

    def _leg_in(self, command: the.Ring) -> Request:
        """To a phone of ours; what a browser is to show of the caller it is told by its page."""
        self._to_dial[command.channel] = command
        return ari.create_leg(
            command.channel,
            self._endpoint(command.phone),
            self._settings.app,
            args=(LEG,),
            shown_number=masked(command.caller) if of_browser(command.phone) else "",
            originator=command.for_channel,
            variables=ari.picks_up() if command.picks_up else None,
        )

    def _leg_out(self, command: the.RingOut) -> Request:
        """Over SIP created and dialled: Asterisk on its own would go wherever a carrier redirects to."""
        channel, endpoint = command.channel, self._outside(command.trunk, command.number)
        variables, caller = ari.shows(command.shown, hidden=command.hidden), command.for_channel
        if endpoint.startswith(LINES) and self._comes_back(channel):
            # A line redirects nobody, and this way the recording begins with the answer.
            return ari.call_into(channel, endpoint, OUTSIDE, command.seconds, variables)
        self._to_dial[channel] = command
        if endpoint.startswith(LINES):
            self.refused.dialled(channel)
        app = self._settings.app
        return ari.create_leg(channel, endpoint, app, args=(LEG,), originator=caller, variables=variables)

    def _by_line(self, command: the.RingOut) -> bool:
        return self._outside(command.trunk, command.number).startswith(LINES)

    def _rings(self, channel: str) -> bool:
        """Whether somebody still waits for a leg that is yet to ring."""
        found = self.centre.book.on(channel)
        return bool(found and found[1].live and self.centre.dials.is_open(found[1]))

    def _outside(self, trunk: str, number: str) -> str:
        known = self.centre.directory.now.trunks.get(trunk)
        if known and known.group:
            return f"{LINES}{known.group}/{number}"
        # By its name Asterisk places no call over a trunk whose carrier leaves OPTIONS unanswered.
        return f"{SIP}{trunk}/sip:{number}@{known.host if known else trunk}"

    def _answered(self, command: the.Command, answer: Any) -> None:
        """A refusal of Asterisk that would leave somebody waiting is reported as what it means."""
        if answer.cancelled() or answer.exception() or answer.result().status < 400 or answer.result().status == 404:
            return
        logger.warning("Asterisk answers %s (%s) to %s", answer.result().status, answer.result().body, command)
        if isinstance(command, the.Ring | the.RingOut | the.Summon | the.Multicast | the.Whisper | the.Spy):
            self._to_dial.pop(command.channel, None)
            waits = isinstance(command, the.RingOut) and self._by_line(command) and self.resting.waits(command)
            if not waits:
                cause = NO_CIRCUIT if isinstance(command, the.RingOut) else UNREACHABLE
                self._input(self.centre.calls.gone, command.channel, cause)
        elif isinstance(command, the.Play | the.Announce):
            self._input(self.centre.calls.played, command.playback)

    def on_event(self, event: seen.AriEvent) -> None:
        """One event of Asterisk is one input."""
        if any(people.on_event(event) for people in self._aside()):
            return
        calls = self.centre.calls
        match event:
            case seen.ChannelEntered(channel=channel, args=args):
                self._entered(channel, args)
            case seen.ChannelCreated(channel=channel):
                self.resting.over(channel.id)
                self.centre.phones.created(channel.id, self._phone(channel.endpoint))
            case seen.ChannelStateChanged(channel=channel) if channel.state is seen.ChannelState.RINGING:
                self._input(calls.ringing, channel.id)
            case seen.ChannelStateChanged(channel=channel) if channel.state is seen.ChannelState.UP:
                if self._comes_back(channel.id):
                    if not channel.name.startswith(LINE):
                        self._record_whole(channel.id)
                else:
                    self._input(calls.answered, channel.id)
            case seen.ChannelDestroyed(channel=channel, cause=cause):
                if event.fax:
                    self.fax_over(channel.id, event.fax)
                self.centre.phones.destroyed(channel.id)
                self._to_dial.pop(channel.id, None)
                self.refused.over(channel.id)
                gone = partial(calls.gone, audio=audio(event))
                self._input(gone, channel.id, cause or self._causes.pop(channel.id, UNSPECIFIED))
                self._causes.pop(channel.id, None)
                for alarm in OF_A_RECORDING:
                    self._alarms.clear(alarm, channel.id)
            case seen.DialProgress(peer=identity, status=status):
                self.refused.told(identity, status)
            # What Asterisk asks for softly bears no cause (Q.850) but its own flags.
            case seen.HangupRequested(channel=identity, cause=int(cause), soft=False) if cause:
                self._causes[identity] = cause
            case seen.DigitReceived(channel=identity, digit=digit):
                self._input(calls.pressed, identity, digit)
            case seen.PlaybackFinished(playback=run):
                self._input(calls.played, run)
            case seen.HoldChanged(channel=identity, held=held):
                self._input(calls.held, identity, held)
            case seen.TransferAsked(channel=identity, number=number, replaces="", told=""):
                self._input(self.centre.referrals.blind, identity, number)
            case seen.TransferAsked(channel=identity, replaces=other, told=""):
                self._input(self.centre.referrals.attended, identity, other)
            case seen.EndpointStateChanged(endpoint=endpoint, state=state):
                self._input(self._registered, self._phone(endpoint), state is seen.EndpointState.ONLINE)
            case seen.ContactStatusChanged(endpoint=endpoint, status=status):
                self._input(self._trunk, self._phone(endpoint), status is not seen.ContactStatus.UNREACHABLE)

    def _registered(self, phone: str, online: bool, now: datetime) -> None:
        self.centre.agents.phone_state(phone, online, now)
        self.centre.comebacks.registered(phone, online, now)

    def _trunk(self, name: str, answers: bool, now: datetime) -> None:
        """A trunk that is asked whether it is there, and does not answer, is an alarm."""
        trunk = self.centre.directory.now.trunks.get(name)
        if trunk and trunk.host and trunk.qualify and not answers:
            detail = f"{trunk.host} does not answer OPTIONS"
            self._alarms.raise_(SILENT_TRUNK, name, detail)
            self.centre.outages.begin(name, Reason.SILENT, detail, now)
        else:
            self._alarms.clear(SILENT_TRUNK, name)
            self.centre.outages.end(name, Reason.SILENT, now)

    def reconcile(self, picture: Picture, now: datetime, *, resume: bool) -> None:
        """After a (re)connect: the phones, the channels, and the legs that were made but never dialled."""
        centre = self.centre
        centre.phones.replace((channel.id, self._phone(channel.endpoint)) for channel in picture.channels)
        for endpoint, online in picture.endpoints.items():
            self._trunk(self._phone(endpoint), online or now - picture.started_at < FIRST_ANSWERS, now)
            centre.agents.phone_state(self._phone(endpoint), online, now)
        where = {channel: bridge.id for bridge in picture.bridges for channel in bridge.channels}
        seen_now = [
            self._seen(channel, picture, where.get(channel.id, ""))
            for channel in picture.channels
            if not any(people.holds(channel.id) for people in self._aside())
        ]
        centre.recovery.reconcile(seen_now, now, resume=resume)
        for endpoint, online in picture.endpoints.items():
            if online:
                centre.comebacks.registered(self._phone(endpoint), online, now)
        for channel_seen in seen_now:
            if channel_seen.ours and channel_seen.entry == FAXED:
                centre.faxing.back(channel_seen.id, now)
        for channel in picture.channels:
            if channel.state is seen.ChannelState.DOWN and channel.id in picture.in_app and centre.book.on(channel.id):
                self.client.send(ari.dial(channel.id, centre.line.rule("").ring_time))

    def has(self, channel: str) -> bool:
        """Whether a call of ours, or a person at a phone, has that channel: a receiver off its hook is no fault."""
        held = any(people.holds(channel) for people in self._aside())
        phone = self.centre.directory.now.phones.get(self.centre.phones.of(channel))
        return bool(self.centre.book.on(channel)) or held or bool(phone and phone.channel)

    def free(self, stuck: Stuck) -> None:
        """Hang up what no call has."""
        self.client.send(ari.hangup(stuck.channel))

    def _aside(self) -> tuple[Dictations | Hearings | Listenings, ...]:
        """People at phones that are in no call of the centre's, and are not to be hung up as strangers."""
        return (self.dictations, self.hearings, *([self.listenings] if self.listenings else ()))

    def _entered(self, channel: seen.Channel, args: tuple[str, ...]) -> None:
        node, calls = self._settings.node, self.centre.calls
        match args:
            case ("leg",) if ring := self._to_dial.pop(channel.id, None):
                # A caller named here would be shown in place of the number that the leg was made with.
                # A browser is never told a number in SIP: its page shows what the person may see of it.
                caller = ring.for_channel if isinstance(ring, the.Ring) and not of_browser(ring.phone) else ""
                self.client.send(ari.dial(channel.id, ring.seconds, caller))
            case ("whisper",) if self.centre.pages.holds(channel.id):
                self._input(calls.answered, channel.id)
            case ("spy",) if self.centre.monitoring.holds(channel.id):
                self._input(calls.answered, channel.id)
            case ("outside",) if self.centre.book.on(channel.id):
                self._input(calls.answered, channel.id)
            case ("inbound", dialled, trunk):
                arrived = partial(calls.arrived, diverted_by=channel.diverted_by)
                self._input(arrived, channel.id, node, dialled, channel.caller_number, trunk)
            case ("fax",):
                self._input(self.centre.faxing.heard, channel.id)
            case ("faxed",):
                self._input(self.centre.faxing.back, channel.id)
            case ("phone", digits, phone):
                self._input(calls.dialled, channel.id, node, phone, digits)
            case _:
                logger.warning("channel %s came with %s: hung up", channel.id, args)
                self.client.send(ari.hangup(channel.id))

    def _comes_back(self, channel: str) -> bool:
        """Whether the channel is ours to command only when it has come back from the dialplan."""
        found = self.centre.book.on(channel)
        return bool(found and found[1].role is Role.OUTSIDE and found[0].recorded == channel)

    def _record_whole(self, channel: str) -> None:
        """In Asterisk's dialling bridge no recording hears it whole: the dialplan starts that and sends it back."""
        self.client.send(ari.leave_for(channel, OUTSIDE))

    def _seen(self, channel: seen.Channel, picture: Picture, bridge: str) -> SeenChannel:
        ours = channel.id in picture.in_app
        if ours:
            entry = tuple(channel.dialplan_app_data.split(",")[1:])
        elif channel.dialplan_context in TRUNK_CONTEXTS:
            entry = ("inbound", channel.dialplan_extension, channel.trunk or self._phone(channel.endpoint))
        else:
            entry = ()
        up = channel.state is seen.ChannelState.UP
        if up and self._comes_back(channel.id) and entry != (OUTSIDE,):
            up = False
            if ours:
                self._record_whole(channel.id)
        node = self._settings.node
        return SeenChannel(
            channel.id, node, self._phone(channel.endpoint), up, ours, channel.caller_number, entry, bridge
        )

    def _endpoint(self, phone: str) -> str:
        return Endpoints(self.centre.directory).of(phone)

    def _phone(self, endpoint: str) -> str:
        return Endpoints(self.centre.directory).name(endpoint)
