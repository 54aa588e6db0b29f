"""Why the engine refuses a command."""

from appliance.errors import Refusal


class AgentExists(Refusal):
    """The number is taken."""

    code = "agent-exists"


class SkillLevelInvalid(Refusal):
    """Levels are whole numbers from 1 to 9."""

    code = "skill-level-invalid"


class ForeignPassword(Refusal):
    """A password that was closed by a key which this box does not have."""

    code = "password-foreign"


class QueueUnknown(Refusal):
    """No such queue is configured."""

    code = "queue-unknown"


class QueueRuleInvalid(Refusal):
    """There is no such rule, or it cannot have that value."""

    code = "queue-rule-invalid"


class AnswerUnknown(Refusal):
    """An answer to nothing that a diagnosis asks."""

    code = "span-answer-unknown"


class SpanUnknown(Refusal):
    """No such span was seen, now or in the time asked for."""

    code = "span-unknown"


class SignallingNone(Refusal):
    """A line that has no signalling of its own to capture: an analog card, SS7, or one that nothing is wanted of."""

    code = "span-signalling-none"


class CaptureRunning(Refusal):
    """Somebody captures that line already."""

    code = "span-capture-running"


class TrunkOfLines(Refusal):
    """A trunk that is a group of lines has no SIP."""

    code = "trunk-of-lines"


class TrunkWithoutAddress(Refusal):
    """Nothing is known of where the trunk's messages come from or go."""

    code = "trunk-without-address"


class SipCaptureRunning(Refusal):
    """Somebody captures a SIP trunk already."""

    code = "sip-capture-running"


class LineNotReady(Refusal):
    """A line that carries no calls now cannot be tested by one."""

    code = "span-not-ready"


class LineInUse(Refusal):
    """A line with calls on it cannot be looped without ending them."""

    code = "span-in-use"


class LoopImpossible(Refusal):
    """The card or its driver has no local loop."""

    code = "span-loop-impossible"


class NoFreeChannel(Refusal):
    """Calls have every channel of the line."""

    code = "span-no-free-channel"


class LineTestRunning(Refusal):
    """Somebody tests that line already."""

    code = "span-test-running"


class NumberNotTested(Refusal):
    """A test call to an emergency number, or to what is none."""

    code = "test-number-refused"


class CallUnanswered(Refusal):
    """The test call was not answered."""

    code = "test-call-unanswered"


class CallDeaf(Refusal):
    """The test call was answered, and DAHDI gave nothing of it to hear."""

    code = "test-call-deaf"


class PhoneNameInvalid(Refusal):
    """An account cannot be called that."""

    code = "phone-name-invalid"


class PhoneOnPort(Refusal):
    """A telephone on the port of a card comes and goes with its line; it has no account."""

    code = "phone-on-port"


class TrunkUnknown(Refusal):
    """No such trunk is configured."""

    code = "trunk-unknown"


class TrunkAddressInvalid(Refusal):
    """A trunk is recognised by an IP address or network."""

    code = "trunk-address-invalid"


class TrunkOfTwoKinds(Refusal):
    """A trunk is SIP, with addresses or a host, or a group of lines."""

    code = "trunk-of-two-kinds"


class BehindInvalid(Refusal):
    """The numbers behind a PBX trunk are digits, X for any digit, and perhaps a last `*`."""

    code = "trunk-behind-invalid"


class OutboundNumberInvalid(Refusal):
    """What called parties are to see is no telephone number."""

    code = "outbound-number-invalid"


class NotADemo(Refusal):
    """Only a demo centre tells its secrets."""

    code = "not-a-demo"


class RehearsalInvalid(Refusal):
    """A dry run's keys are keys of a telephone, its moment a date and time."""

    code = "flow-test-invalid"


class ChangeUnknown(Refusal):
    """No change of the configuration has that number, or that is no moment."""

    code = "change-unknown"


class ChangedAgain(Refusal):
    """What a change did has been changed again since."""

    code = "changed-again"


class ConfigurationInvalid(Refusal):
    """The configuration could not be in force; `problems` lists each reason as {code, where, details}."""

    code = "configuration-invalid"


class ConfigurationMoved(Refusal):
    """Somebody else changed the configuration while a change was verified."""

    code = "configuration-moved"


class ChangeNotInForce(Refusal):
    """A change is written, but the database went away before the running centre could read it."""

    code = "change-not-in-force"


class ConfigurationBehind(Refusal):
    """The running centre does not know yet what the last change came to."""

    code = "configuration-behind"


class AgentFieldInvalid(Refusal):
    """What is to be configured of a person is of the wrong kind."""

    code = "agent-field-invalid"


class CodeActionUnknown(Refusal):
    """No feature code does that."""

    code = "code-action-unknown"


class DraftUnknown(Refusal):
    """A configuration in pieces that was never begun, or was dropped for newer ones."""

    code = "draft-unknown"


class DraftTooLarge(Refusal):
    """A configuration in pieces larger than any centre."""

    code = "draft-too-large"


class LinesApart(Refusal):
    """The change brought lines into force, which drivers and files know too."""

    code = "config-lines-apart"
