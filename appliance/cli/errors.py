"""What the command line itself refuses."""

from appliance.errors import Refusal


class Misuse(Refusal):
    """The command was typed wrongly: exit status 2. Subclasses name how."""

    code = "cli-misuse"


class CommandMissing(Misuse):
    """No such command."""

    code = "cli-command-unknown"


class OptionUnknown(Misuse):
    """No such option."""

    code = "cli-option-unknown"


class ParameterMissing(Misuse):
    """An argument or option that the command needs."""

    code = "cli-parameter-missing"


class ValueWrong(Misuse):
    """A value that is not of the parameter's kind."""

    code = "cli-value-wrong"


class NothingToChange(Misuse):
    """A change without any change in it."""

    code = "cli-nothing-to-change"


class FileUnreadable(Refusal):
    """A file that cannot be read."""

    code = "cli-file-unreadable"


class FileExists(Refusal):
    """A file that is not overwritten."""

    code = "cli-file-exists"


class FileUnwritable(Refusal):
    """A file that cannot be written."""

    code = "cli-file-unwritable"


class FlowSyntax(Refusal):
    """A flow file that is not TOML; `line` and `column` count from 1, 0 when the end of the file is meant."""

    code = "flow-syntax"


class ProgramFault(Refusal):
    """A fault of ours in the command itself."""

    code = "cli-fault"
