"""What the command line itself refuses."""

from pathlib import Path

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


class FileMissing(Refusal):
    """A file to read that is not there."""

    code = "cli-file-missing"


class FileForbidden(Refusal):
    """A file that its owner lets nobody else read."""

    code = "cli-file-forbidden"


class FileNotText(Refusal):
    """A file of text that is not UTF-8, or a folder."""

    code = "cli-file-not-text"


class FileUnreadable(Refusal):
    """A file that the system cannot read."""

    code = "cli-file-unreadable"


def unreadable(file: Path, fault: OSError | UnicodeDecodeError) -> Refusal:
    """What is said of a file that could not be read."""
    match fault:
        case FileNotFoundError():
            return FileMissing(file=str(file))
        case PermissionError():
            return FileForbidden(file=str(file))
        case UnicodeDecodeError() | IsADirectoryError():
            return FileNotText(file=str(file))
    return FileUnreadable(file=str(file), problem=fault.strerror or repr(fault))


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
